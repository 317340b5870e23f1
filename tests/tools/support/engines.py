"""Engines and catalogues for the tests that run other people's migration tools.

Catalogues are read by pg_dump and by SQLite's own pragmas, not by schemac.
"""
import contextlib, datetime, fcntl, glob, os, re, shutil, socket, sqlite3, subprocess, sys, tempfile, time

from dumped_rows import by_column

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
BOOKKEEPING = ("flyway_schema_history", "knex_migrations", "knex_migrations_lock", "_prisma_migrations", "alembic_version")


class Wrong(Exception):
    pass


def cache_folder(name):
    return os.path.join(os.environ.get("SCHEMAC_CACHE") or os.path.join(os.path.expanduser("~"), ".cache", "schemac"), name)


@contextlib.contextmanager
def only_one(folder):
    """Two runs that find a tool missing do not install it over each other."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, ".lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


UUID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?([+-]\d\d(:\d\d)?)?")


def steady(rows):
    """Without what every run makes anew: random identifiers, and moments of today (a day either way: time zones)."""
    def moment(found):
        try:
            away = datetime.datetime.fromisoformat(found.group()[:19]) - datetime.datetime.utcnow()
        except ValueError:
            return found.group()
        return "now" if abs(away) < datetime.timedelta(days=1, hours=1) else found.group()
    return MOMENT.sub(moment, UUID.sub("a uuid", rows))


def must(command, doing, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Wrong(f"{doing}: exit {done.returncode}: {(done.stderr + done.stdout).strip()[:1500]}")
    return done.stdout


class Sqlite:
    name = "sqlite"

    def __init__(self, folder):
        self.folder = folder

    def make(self, name, sql):
        path = os.path.join(self.folder, name + ".db")
        with contextlib.suppress(FileNotFoundError):
            os.remove(path)
        self.run(path, "VACUUM;\n" + sql)  # a file also for an empty schema
        return path

    def copy(self, source, name):
        path = os.path.join(self.folder, name + ".db")
        shutil.copyfile(source, path)
        return path

    def url(self, path):
        return "sqlite:" + path

    def run(self, path, sql):
        must(["sqlite3", "-bail", path], "sqlite3", input=sql)

    def fill(self, path):
        sys.path.append(os.path.join(ROOT, "tests", "judge"))
        import converge_sqlite
        converge_sqlite.fill(path)

    def ask(self, path, sql):
        return must(["sqlite3", "-bail", "-separator", "|", path], "sqlite3", input=sql)

    def state(self, path):
        return self.catalogue(path), self.rows(path)

    def tables(self, database):
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY lower(name)")]
        return [name for name in names if name not in BOOKKEEPING]

    def catalogue(self, path):
        with contextlib.closing(sqlite3.connect(path)) as database:
            out = [self.table(database, table) for table in self.tables(database)]
            out += sorted((kind, name, self.bare(sql)) for kind, name, sql in
                          database.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"))
            return "\n".join(map(str, out))

    def table(self, database, table):
        def pragma(name, of):
            return [tuple(row) for row in database.execute(f"SELECT * FROM pragma_{name}(?)", (of,))]

        def text(of):
            return self.bare(database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (of,)).fetchone()[0])
        columns = [tuple(value.lower().replace(" ", "") if at == 2 else value for at, value in enumerate(row)) for row in pragma("table_xinfo", table)]
        keys = sorted(row[2:] + (row[1],) for row in pragma("foreign_key_list", table))
        indexes = []
        for _, index, unique, origin, partial in pragma("index_list", table):
            made = origin == "c"
            indexes.append((index if made else "", unique, origin, partial, tuple(row[2:] for row in pragma("index_xinfo", index)), text(index) if made else ""))
        options = tuple(text(table).count(word) for word in ("autoincrement", "withoutrowid", "strict", "check(", "collate", "onconflict", "deferrable"))
        return (table, columns, keys, sorted(indexes), options)

    @staticmethod
    def bare(sql):
        return "".join(c for c in sql.lower() if c not in ' \t\n"`[]')

    def rows(self, path):
        with contextlib.closing(sqlite3.connect(path)) as database:
            return steady("\n".join(f"{name}: {row}" for name in self.tables(database) for row in self.rows_of(database, name)))

    @staticmethod
    def rows_of(database, table):
        """Every value with its column's name: the order of the columns makes no difference."""
        found = database.execute('SELECT * FROM "' + table.replace('"', '""') + '"')
        names = [column[0] for column in found.description]
        return sorted(", ".join(f"{name} = {value!r}" for name, value in sorted(zip(names, row))) for row in found)


class Postgresql:
    name = "postgresql"
    # The head of each entry of a dump; the sequences of a tool's own tables are tables to pg_dump.
    ENTRY = re.compile(r"^--\n-- (?:Data for )?Name: .*; Type: (.*); Schema: .*\n--\n", re.MULTILINE)
    END = re.compile(r"^--\n-- PostgreSQL database dump complete.*", re.MULTILINE | re.DOTALL)
    LEFT_OUT = [f"--exclude-table=public.{table}" for table in (*BOOKKEEPING, "knex_migrations*_seq")]

    def __init__(self, server, run):
        self.server, self.run_name = server.rsplit("/", 1)[0], run
        # a test's server writes nothing through, and then copying files is three times as fast as copying blocks by the log (since 15)
        self.how = " STRATEGY file_copy" if int(self.administer("SHOW server_version_num")) >= 150000 else ""

    def make(self, name, sql):
        made = self.database(name, "template0")
        self.run(made, sql)
        return made

    def copy(self, source, name):
        return self.database(name, source)

    # Neither two runs on one server meet, nor two processes of one run.
    def database(self, name, template):
        name = f"{name}_{self.run_name}_{os.getpid()}"
        self.administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template}"{self.how}')
        return name

    def administer(self, *statements):
        commands = [word for sql in statements for word in ("-c", sql)]
        return must(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url("postgres"), *commands], "psql")

    def url(self, name):
        return f"{self.server}/{name}"

    def run(self, name, sql):
        must(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url(name), "-f", "-"], "psql", input=sql)

    def fill(self, name):
        with open(os.path.join(ROOT, "tests", "tools", "support", "fill.sql")) as file:
            self.run(name, file.read())

    def ask(self, name, sql):
        return must(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url(name), "-f", "-"], "psql", input=sql)

    def is_new_enough(self, since):
        return int(self.administer("SHOW server_version_num")) // 10000 >= int(since)

    def state(self, name):
        """The catalogue and the rows, by one dump."""
        dump = must(["pg_dump", "--column-inserts", *self.LEFT_OUT, self.url(name)], "pg_dump")
        pieces = self.ENTRY.split(dump)
        catalogue, rows = [], []
        for kind, text in zip(["SETTINGS", *pieces[1::2]], pieces[0::2]):
            if kind in ("TABLE DATA", "SEQUENCE SET"):
                rows.append(self.END.sub("", text))
            else:
                catalogue += [line for line in text.splitlines() if line and not line.startswith(("--", "\\"))]
        return "\n".join(catalogue), steady(by_column("\n".join(rows)))

    def clean(self):
        """Drops what every process of the run has made."""
        made = self.administer(f"SELECT datname FROM pg_database WHERE datname LIKE '%\\_{self.run_name}\\_%'").split()
        for name in made:
            self.administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def folder_of_servers():
    """Where their files are made and dropped fastest: in memory, where there is plenty of it."""
    plenty = 6 << 30
    try:
        room = shutil.disk_usage("/dev/shm").free
        with open("/proc/meminfo") as info:
            memory = next(int(line.split()[1]) << 10 for line in info if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return "/var/tmp"
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) and min(room, memory) > plenty else "/var/tmp"


@contextlib.contextmanager
def postgresql_server(url):
    """A server at `url`, or one of its own on a free port that ends with the test."""
    if url:
        yield url
        return
    binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    if not binaries:
        raise SystemExit("found no PostgreSQL server, expected Debian's postgresql package, or --postgresql=URL, or --engine=sqlite")
    folder = tempfile.mkdtemp(prefix="schemac-tools-", dir=folder_of_servers())
    tools = os.path.dirname(binaries[-1])
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = os.path.join(folder, "data")
    must([*as_user, f"{tools}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], "initdb", cwd="/")
    subprocess.run([*as_user, f"{tools}/pg_ctl", "-D", data, "-w", "-l", os.path.join(folder, "log"), "-o",
                    f"-p {port} -k {folder} -h 127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off", "start"], check=True, cwd="/", stdout=subprocess.DEVNULL)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*as_user, f"{tools}/pg_ctl", "-D", data, "-m", "immediate", "stop"], cwd="/", capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def mysql_server(url):
    """A server at `url`, or Debian's MariaDB on a free port that ends with the test."""
    if url:
        yield url
        return
    if not shutil.which("mariadbd") or not shutil.which("mariadb-install-db"):
        raise SystemExit("found no MariaDB server, expected Debian's mariadb-server package, or --mysql=URL")
    folder = tempfile.mkdtemp(prefix="schemac-tools-", dir=folder_of_servers())
    user = ["--user=mysql"] if os.getuid() == 0 else []
    if user:
        shutil.chown(folder, "mysql")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = "--datadir=" + os.path.join(folder, "data")
    must(["mariadb-install-db", "--no-defaults", *user, data, "--auth-root-authentication-method=normal", "--skip-test-db"], "mariadb-install-db", cwd="/")
    with open(os.path.join(folder, "grants.sql"), "w") as grants:
        grants.write("CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '';\nGRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n")
    os.chmod(folder, 0o755)
    with open(os.path.join(folder, "log"), "w") as log:
        server = subprocess.Popen(["mariadbd", "--no-defaults", *user, data, f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/socket", "--skip-name-resolve",
                                   f"--init-file={folder}/grants.sql", f"--tmpdir={folder}", "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--innodb-buffer-pool-size=32M"],
                                  cwd="/", stdout=log, stderr=log)
    try:
        for _ in range(300):
            if subprocess.run(["mariadb-admin", "--no-defaults", "-uroot", f"--socket={folder}/socket", "ping"], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        yield f"mysql://root@127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
