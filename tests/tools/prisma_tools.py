"""Prisma's own engine for tests: installs its packages into a cache folder once, and talks to prisma_engine.mjs.

The cache is $SCHEMAC_PRISMA, or `prisma` below $SCHEMAC_CACHE or ~/.cache/schemac; a folder that has the packages already is used as it is."""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
import node  # noqa: E402
from engines import cache_folder, only_one  # noqa: E402

ENGINE = "8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323"
PACKAGES = {"prisma": "7.10.1", "@prisma/adapter-pg": "7.10.1", "@prisma/adapter-libsql": "7.10.0", "@prisma/driver-adapter-utils": "7.10.1",
            "@prisma/schema-engine-wasm": ENGINE, "@prisma/prisma-schema-wasm": ENGINE}


def cache():
    folder = pathlib.Path(os.environ.get("SCHEMAC_PRISMA") or cache_folder("prisma"))
    with only_one(folder):
        if all((folder / "node_modules" / package / "package.json").is_file() for package in PACKAGES):
            return folder
        print(f"installing Prisma into {folder}", file=sys.stderr, flush=True)
        (folder / "package.json").write_text(json.dumps({"private": True, "type": "module", "dependencies": PACKAGES}))
        try:
            # its own scripts would fetch the native engine
            subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, env=node.environment(), check=True,
                           stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as problem:
            sys.exit(f"cannot install Prisma: {problem}; it takes npm and the npm registry")
    return folder


class Engine:
    """with Engine(url) as prisma: prisma.ask(op="validate", text=…)"""

    def __init__(self, url="postgresql://postgres@127.0.0.1:5432/postgres"):
        self.url = url

    def __enter__(self):
        script = pathlib.Path(__file__).with_name("prisma_engine.mjs").resolve()
        self.process = subprocess.Popen(["node", "--no-warnings", str(script)], cwd=cache(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env={**node.environment(), "PRISMA_ENGINE_URL": self.url})
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("Prisma's engine ended")
        return json.loads(line)
