"""Prisma's own engine for tests: installs its packages into a cache folder once, and talks to prisma_engine.mjs.

The cache is $SCHEMAC_PRISMA or ~/.cache/schemac/prisma; a folder that has the packages already is used as it is."""
import json
import os
import pathlib
import subprocess

PACKAGES = ["prisma@7.10.1", "@prisma/driver-adapter-utils@7.10.1", "@prisma/adapter-pg@7.10.1", "@prisma/adapter-libsql@7.10.0",
            "@prisma/schema-engine-wasm@8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323",
            "@prisma/prisma-schema-wasm@8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323"]


def cache():
    folder = pathlib.Path(os.environ.get("SCHEMAC_PRISMA", pathlib.Path.home() / ".cache/schemac/prisma"))
    if not (folder / "node_modules/@prisma/schema-engine-wasm").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true, "type": "module"}\n')
        subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


class Engine:
    """with Engine(url) as prisma: prisma.ask(op="validate", text=…)"""

    def __init__(self, url="postgresql://postgres@127.0.0.1:5432/postgres"):
        self.url = url

    def __enter__(self):
        script = pathlib.Path(__file__).with_name("prisma_engine.mjs").resolve()
        self.process = subprocess.Popen(["node", "--no-warnings", str(script)], cwd=cache(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env={**os.environ, "PRISMA_ENGINE_URL": self.url})
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
