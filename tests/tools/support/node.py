"""The Node.js that the tools of its world run on."""
import functools, os, subprocess, sys

from engines import ROOT


@functools.cache
def environment():
    """With that Node.js first on the PATH, and its own headers for what has to be compiled."""
    found = subprocess.run([os.path.join(ROOT, "tests", "tools", "node")], stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        sys.exit("found no Node.js of version 20 or newer, and could not install one from PyPI")
    folder = found.stdout.strip()
    around = dict(os.environ, PATH=f"{folder}{os.pathsep}{os.environ.get('PATH', '')}")
    prefix = os.path.dirname(os.path.realpath(folder))
    if os.path.exists(os.path.join(prefix, "include", "node", "node.h")):
        around["npm_config_nodedir"] = prefix
    return around
