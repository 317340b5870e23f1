"""The database is the one that DATABASE_URL names."""
import os
from urllib.parse import unquote, urlsplit

url = urlsplit(os.environ.get("DATABASE_URL", "sqlite:///db.sqlite3"))
if url.scheme == "sqlite":
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": url.path[1:]}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path[1:],
            "HOST": url.hostname or "",
            "PORT": url.port or "",
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
        }
    }
INSTALLED_APPS = ["shop"]
SECRET_KEY = "only for this example"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
