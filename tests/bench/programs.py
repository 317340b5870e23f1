"""The programs that `run` measures or needs: where they come from, and how they are called."""
import contextlib, json, os, platform, pwd, re, shutil, socket, subprocess, sys, time, urllib.parse

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.append(os.path.join(ROOT, "tests", "tools", "support"))
import engines
CACHE = os.environ.get("SCHEMAC_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "schemac")
PRISMA_PARSER = "@prisma/prisma-schema-wasm@8.1.0-2.59be4fda12412a79eeb9c2ae727b6aa723593323"
PEERS = ["migra==3.0.1663481299", "setuptools<81", "psycopg2-binary", "alembic", "sqlalchemy<2.1"]


def build(root, folder):
    subprocess.run(["cmake", "--preset", "release"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", folder, "schemac"], check=True, stdout=subprocess.DEVNULL)


def versions(schemac):
    said = [subprocess.run(words, stdout=subprocess.PIPE, text=True).stdout.strip() for words in ([schemac, "--version"], ["psql", "--version"])]
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, {platform.machine()}, {', '.join(said)}"


def installed(name, wanted, install):
    """The folder of what `install` put there; made anew when `wanted` says something else than the last time."""
    folder = os.path.join(CACHE, name)
    stamp = os.path.join(folder, "installed")
    if os.path.exists(stamp) and open(stamp).read() == wanted:
        return folder
    print(f"bench: installing {wanted} into {folder}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    install(folder)
    with open(stamp, "w") as file:
        file.write(wanted)
    return folder


def run_sql(url, text):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", "-", url], input=text, text=True, check=True, stdout=subprocess.DEVNULL)


def node_programs():
    return subprocess.run([os.path.join(ROOT, "tests", "tools", "node")], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def prisma_parser(file):
    node = node_programs()
    around = dict(os.environ, PATH=f"{node}{os.pathsep}{os.environ['PATH']}")
    folder = installed("bench-prisma", PRISMA_PARSER, lambda place: subprocess.run(
        ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", place, PRISMA_PARSER], env=around, check=True))
    return [os.path.join(node, "node"), os.path.join(HERE, "prisma_parser.cjs"), folder, file]


def peer_python():
    def install(folder):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([os.path.join(folder, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check"] + PEERS, check=True)
    return os.path.join(installed("bench-peers", " ".join(PEERS), install), "bin", "python")


def postgresql_peers(before, after):
    python = peer_python()
    return {"migra": [python, os.path.join(HERE, "peers.py"), "migra", before, after],
            "Alembic, autogenerate": [python, os.path.join(HERE, "peers.py"), "alembic", *(url.replace("postgresql://", "postgresql+psycopg2://") for url in (before, after))]}


def sqlite_peers(before, after):
    return {"Alembic, autogenerate": [peer_python(), os.path.join(HERE, "peers.py"), "alembic", f"sqlite:///{before}", f"sqlite:///{after}"]}


def google_benchmark(folder):
    """Name and milliseconds of each measurement of schemac_bench."""
    subprocess.run(["ninja", "-C", folder, "schemac_bench"], check=True, stdout=subprocess.DEVNULL)
    said = subprocess.run([os.path.join(folder, "tests", "schemac_bench"), "--benchmark_format=json"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    factor = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}
    for one in json.loads(said)["benchmarks"]:
        if one.get("run_type") == "iteration":
            yield one["name"], one["real_time"] * factor[one["time_unit"]]


def instructions(command, function, folder):
    """Instructions executed inside of `function`, by callgrind."""
    out = os.path.join(folder, "callgrind.out")
    ran = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", f"--toggle-collect={function}", *command],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", ran.stderr)
    if not found:
        sys.exit(f"bench: callgrind counted nothing (is valgrind installed?)\n{ran.stderr[-2000:]}")
    return int(found.group(1))


class Server:
    def __init__(self, url):
        self.url = url

    def psql(self, database, *words):
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", *words, f"{self.url}/{database}"], check=True, stdout=subprocess.DEVNULL)

    def database(self, name, script):
        self.psql("postgres", "-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}")
        self.psql(name, "-f", script)
        self.psql(name, "-c", "VACUUM ANALYZE")
        return f"{self.url}/{name}"


@contextlib.contextmanager
def postgresql_server(folder):
    given = os.environ.get("SCHEMAC_TEST_POSTGRESQL")
    if given:
        yield Server(given.rsplit("/", 1)[0])
        return
    newest = max((int(name) for name in os.listdir("/usr/lib/postgresql") if name.isdigit()), default=None)
    if newest is None:
        sys.exit("bench: found no PostgreSQL server: run `scripts/setup --tests`, or name a running one with SCHEMAC_TEST_POSTGRESQL")
    programs = f"/usr/lib/postgresql/{newest}/bin"
    place = os.path.join(folder, "server")
    os.makedirs(place)
    run = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(place, user.pw_uid, user.pw_gid)
        run = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = os.path.join(place, "data")
    subprocess.run([f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8"], check=True,
                   stdout=subprocess.DEVNULL, cwd="/", **run)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = open(os.path.join(place, "log"), "w")
    server = subprocess.Popen([f"{programs}/postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", place, "-c", "fsync=off",
                               "-c", "full_page_writes=off", "-c", "autovacuum=off"], stdout=log, stderr=log, cwd="/", **run)
    try:
        for _ in range(100):
            if subprocess.run([f"{programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode == 0:
                break
            time.sleep(0.1)
        yield Server(f"postgresql://postgres@127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()
        log.close()


class MysqlServer:
    def __init__(self, url):
        self.url, at = url.rstrip("/"), urllib.parse.urlparse(url)
        self.words = ["--no-defaults", f"-u{at.username or 'root'}", f"-h{at.hostname}", f"-P{at.port or 3306}", "--protocol=tcp", "--default-character-set=utf8mb4"]
        version = subprocess.run(["mariadb", *self.words, "-NB", "-e", "SELECT version()"], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.title = ("MariaDB " if "MariaDB" in version else "MySQL ") + re.match(r"\d+\.\d+", version)[0]

    def database(self, name, sql):
        script = f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4; USE {name};\n{sql}"
        subprocess.run(["mariadb", *self.words], input=script, text=True, check=True)
        return f"{self.url}/{name}"

    def client(self, url, file):
        return ["mariadb", *self.words, "-B", "-e", f"source {file}", url.rsplit("/", 1)[1]]

    def dump(self, url):
        return ["mariadb-dump", *self.words, "--no-data", "--skip-comments", url.rsplit("/", 1)[1]]


@contextlib.contextmanager
def mysql_server():
    with engines.mysql_server(os.environ.get("SCHEMAC_TEST_MYSQL")) as url:
        yield MysqlServer(url)
