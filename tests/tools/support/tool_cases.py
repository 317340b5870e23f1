"""Runs migrations that schemac wrote through the tool they are for, and compares with what schemac's SQL scripts do.

A case is a folder of one of three forms:
  * `from.schemac` and `to.schemac`, and `rows.sql` (or `rows.ENGINE.sql`) where it has rows; it runs on the engine that its files name, on
    all when they name none, on MariaDB where it has a `plan.mysql`; `from.ENGINE.schemac` and `to.ENGINE.schemac` win on that engine
  * `from.sql` (with rows, if it likes) and `to.sql` or `to.schemac`, and `setup.sql` that both sides begin with; it runs on the engine
    that the nearest folder above it is called by; below `live` on MariaDB when its own name begins with `mysql_`, else on PostgreSQL
  * `to.prisma`, and `from.prisma` where it does not begin with nothing; it runs on the engine that its datasource names
`engines` names engines in place of all that; `options` holds options for schemac diff; `check.sql` and `rows.txt` a query and its answer
after the way up, `back.sql` and `back.txt` after the way back; `migrations/` what the folder of migrations holds already. For every case, on a database each: the tool's way up must lead to the catalogue and the rows that
the SQL script leads to; so must its way back; and up once more must work. The same command once more, at another time, must write nothing. Where the SQL fails the tool must fail, and leave SQLite as
it was.
"""
import argparse, concurrent.futures, contextlib, json, multiprocessing, os, re, shlex, shutil, subprocess, sys, tempfile, time

import interrupted
from engines import ROOT, Postgresql, Sqlite, Wrong, must, mysql_server, postgresql_server
from mysql import Mysql

ENGINES = ("mysql", "postgresql", "sqlite")


class Refused(Exception):
    """schemac refused to write anything, and said why."""


class LeftOut(Exception):
    """One side of a pair does not load here."""


class Tool:
    """What a tool's runner says about it; one is made for every case."""
    name = ""
    options = None
    keeps_column_order = True  # False: it adds columns in an order of its own; order is no difference

    @staticmethod
    def add_arguments(parser):
        """For options of this tool alone."""

    @classmethod
    def install(cls):
        """Installs what is missing, before the first case."""

    @classmethod
    def folder_for(cls, migrations):
        """What --out names."""
        return migrations

    @classmethod
    def prepare(cls, migrations):
        """What the project's folder holds before schemac writes to it, beside what the case has."""

    def __init__(self, engine, database, migrations, work):
        self.engine, self.database, self.migrations, self.work = engine, database, migrations, work

    def up(self):
        raise NotImplementedError

    def down(self):
        """Back over every migration that was written."""
        raise NotImplementedError

    def refuse_way_back(self):
        """A step of the plan cannot be undone."""
        try:
            self.down()
        except Wrong:
            return
        raise Wrong("the plan has no way back, the migrations have one")

    def up_again(self):
        self.up()

    def check_more(self, case, start):
        """What only this tool is checked for; words for the verdict."""

    # For --interrupted.
    def spoil(self, at, steps, sql):
        """Lets the migrations fail with `sql` at place `at`; the statements left by then, or None where there are fewer places."""
        raise NotImplementedError

    def forget_failure(self):
        """As its users would: what failed or was not run goes away, from the folder and from the tool's own notes."""
        raise NotImplementedError


def parse_arguments(tool, description):
    parser = argparse.ArgumentParser(description=f"{description}\n\n{__doc__}", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", help=f"case folders, or folders of them (default: those of tests/cases/diff, live and emitters/{tool.name})")
    parser.add_argument("--schemac", default=os.path.join(ROOT, "build", "dev", "schemac"))
    parser.add_argument("--postgresql", help="a server to make databases on: postgresql://user@host:port/postgres")
    parser.add_argument("--mysql", help="likewise, of MySQL or MariaDB: mysql://root@host:port/")
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--only", default="", help="cases whose path holds this text")
    parser.add_argument("--every", type=int, default=1, help="only one of so many cases: the first, and so on")
    parser.add_argument("--core-only", action="store_true", help="of cases with a meta.json those that say core_only")
    parser.add_argument("--interrupted", action="store_true", help="on MySQL, let the tool fail at every place too, plan the rest and run it")
    parser.add_argument("--daily", action="store_true", help="after the way up nothing must be left to do, and `inspect` must say what is there")
    parser.add_argument("--fill", action="store_true", help="put rows into the tables of from.sql, as far as their constraints let")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", action="store_true", help="keep the folders of cases that failed")
    parser.add_argument("--install", action="store_true", help="only install what is missing")
    tool.add_arguments(parser)
    return parser.parse_args()


def read(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return file.read()


def is_live(folder):
    return os.path.basename(os.path.dirname(os.path.abspath(folder))) == "live"


def engines_of(folder, files):
    """The engines on which a case runs; none when the folder holds no case."""
    if {"from.schemac", "to.schemac"} <= files:
        texts = read(folder, "from.schemac") + read(folder, "to.schemac")
        if "engines" in files:
            return read(folder, "engines").split()
        named = sorted(set(re.findall(r"^dialect (postgresql|sqlite|mysql)", texts, re.MULTILINE)))
        return named or [engine for engine in ENGINES if engine != "mysql" or "plan.mysql" in files]
    if "from.sql" in files and files & {"to.sql", "to.schemac"}:
        if is_live(folder):
            return ["mysql" if os.path.basename(folder).startswith("mysql_") else "postgresql"]
        return [part for part in reversed(os.path.abspath(folder).split(os.sep)) if part in ENGINES][:1]
    if "to.prisma" in files:
        provider = re.search(r'datasource\s+\w+\s*\{[^}]*?provider\s*=\s*"(\w+)"', read(folder, "to.prisma"))
        return [provider[1]] if provider and provider[1] in ENGINES else []
    return []


def find_cases(places, options):
    found = []
    for place in places:
        for folder, _, files in os.walk(place):
            meta = json.loads(read(folder, "meta.json") or "{}") if options.core_only else {"core_only": True}
            if options.only in folder and meta.get("core_only"):
                found += [(folder, engine) for engine in engines_of(folder, set(files)) if options.engine in (None, engine)]
    return sorted(found)[::options.every]


class Case:
    def __init__(self, folder, engine, work, options, tool):
        self.folder, self.engine, self.work, self.options, self.tool = folder, engine, work, options, tool
        self.migrations = os.path.join(work, "migrations")

    def renames(self, arguments):
        """Nobody is there who could answer a question about a real history."""
        answered = os.path.exists(os.path.join(self.folder, "from.schemac")) or any(word.startswith("--renames") for word in arguments)
        return [] if answered else ["--renames=declared"]

    def diff(self, source, target, *arguments, epoch="1767225600"):
        command = [self.options.schemac, "diff", f"--from={source}", f"--to={target}", "--allow-destructive", *arguments, *self.renames(arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, SOURCE_DATE_EPOCH=epoch))
        if done.returncode in (3, 4):
            raise Refused(done.stderr.strip().splitlines()[0])
        if done.returncode != 0:
            raise Wrong(f"schemac diff {' '.join(arguments)}: exit {done.returncode}: {(done.stderr + done.stdout).strip()[:1500]}")
        return done.stdout

    def file(self, name):
        """The schema file, with the dialect that its text leaves open."""
        stem = name.removesuffix(".schemac")
        text = read(self.folder, f"{stem}.{self.engine.name}.schemac") or read(self.folder, name)
        if not re.search(r"^dialect ", text, re.MULTILINE):
            text = f"dialect {self.engine.name}\n\n{text}"
        path = os.path.join(self.work, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def loaded(self, name, side):
        sql = (read(self.folder, "setup.sql") or "") + "\n" + read(self.folder, side)
        try:
            return self.engine.make(name, sql, undelimited=True) if self.engine.name == "mysql" and is_live(self.folder) else self.engine.make(name, sql)
        except Wrong as wrong:
            raise LeftOut(f"{side} does not load: {str(wrong)[:200]}") from None

    def between_prisma_files(self):
        before = os.path.join(self.folder, "from.prisma")
        first = self.diff("empty", before, "--emit=sql", "--out=-") if os.path.exists(before) else ""
        return self.engine.make("case_start", first), os.path.join(self.folder, "to.prisma")

    def start_and_target(self):
        if os.path.exists(os.path.join(self.folder, "to.prisma")):
            return self.between_prisma_files()
        if read(self.folder, "from.sql") is None:
            first = self.diff("empty", self.file("from.schemac"), "--emit=sql", "--out=-")
            rows = read(self.folder, f"rows.{self.engine.name}.sql") or read(self.folder, "rows.sql") or ""
            return self.engine.make("case_start", f"{first}\n{rows}"), self.file("to.schemac")
        start = self.loaded("case_start", "from.sql")
        if self.options.fill:
            self.engine.fill(start)
        if read(self.folder, "to.sql") is None:
            return start, self.file("to.schemac")
        return start, self.engine.url(self.loaded("case_to", "to.sql"))

    def same(self, what, found, expected):
        if found != expected:
            different = [f"  - {line}" for line in expected.splitlines() if line not in found.splitlines()]
            different += [f"  + {line}" for line in found.splitlines() if line not in expected.splitlines()]
            raise Wrong(f"{what}\n" + "\n".join(line[:500] for line in different[:12]))

    def compare(self, doing, found, expected):
        for what, one, other in zip(("catalogue differs", "rows differ"), self.engine.state(found), self.engine.state(expected)):
            if not self.tool.keeps_column_order and what == "catalogue differs":
                one, other = ("\n".join(sorted(line.rstrip(",") for line in text.splitlines())) for text in (one, other))
            self.same(f"after {doing} the {what} from the SQL script's", one, other)

    def check_rows(self, database, doing="up", names=("check.sql", "rows.txt")):
        query, answer = (read(self.folder, name) for name in names)
        if query is not None:
            found = self.engine.ask(database, query).strip().replace("\t", "|")
            self.same(f"the rows are not as expected after the way {doing}", found, answer.strip())

    def no_twin(self, between):
        """The same command again, at another time, writes nothing."""
        before = tree(self.migrations)
        said = self.diff(*between, f"--emit={self.tool.name}", f"--out={self.tool.folder_for(self.migrations)}", epoch="1999999999")
        if tree(self.migrations) != before or any(not line.startswith("unchanged ") for line in said.splitlines()):
            raise Wrong(f"the same command again does not leave the migrations as they are: {said}")

    def nothing_left(self, database, between):
        """Of a database that the tool has led to the target; what the tool keeps there itself is no difference."""
        target, options = between[1], [word for word in between[2:] if not word.startswith(("--rename", "--no-rename", "--backfill", "--back", "--using"))]
        left = self.diff(self.engine.url(database), target, "--emit=sql", "--out=-", *options)
        if left:
            raise Wrong(f"after the way up there is a difference left: {left}")
        adopted = os.path.join(self.work, "adopted.schemac")
        with open(adopted, "w") as file:
            file.write(must([self.options.schemac, "inspect", self.engine.url(database)], "schemac inspect"))
        if left := self.diff(self.engine.url(database), adopted, "--emit=sql", "--out=-", *options):
            raise Wrong(f"the database differs from what `inspect` writes of it: {left}")

    def run(self):
        since = read(self.folder, "since")
        if since and not self.engine.is_new_enough(since):
            raise LeftOut(f"needs {', '.join(since.splitlines())} or newer")
        options = shlex.split(read(self.folder, "options") or "")
        start, target = self.start_and_target()
        between = (self.engine.url(start), target, *options)
        up = self.diff(*between, "--emit=sql", "--out=-")
        held = os.path.join(self.folder, "migrations")
        shutil.copytree(held, self.migrations) if os.path.isdir(held) else os.makedirs(self.migrations)
        self.tool.prepare(self.migrations)
        before = tree(self.migrations)
        self.diff(*between, f"--emit={self.tool.name}", f"--out={self.tool.folder_for(self.migrations)}")
        if not up:
            if tree(self.migrations) != before:
                raise Wrong("the SQL script is empty, the migrations are not")
            return "no difference"
        self.no_twin(between)
        down = self.way_back(between)
        by_tool = self.engine.copy(start, "case_tool")
        # Files are copied in no time, databases are not: as a rule nobody needs the start any more.
        interrupts = self.options.interrupted and self.engine.name == "mysql"
        by_sql = self.engine.copy(start, "case_sql") if interrupts or self.engine.name == "sqlite" else start
        tool = self.tool(self.engine, by_tool, self.migrations, self.work)
        try:
            self.engine.run(by_sql, up)
        except Wrong as wrong:
            self.both_refuse(tool.up, str(wrong))
            if self.engine.name == "sqlite":
                self.compare("a refusal", by_tool, start)
            return "refused by both"
        if self.beyond():
            self.refuses(tool.up)
            return f"refused by {self.tool.name}: {self.beyond()}"
        tool.up()
        self.compare("the way up", by_tool, by_sql)
        self.check_rows(by_tool)
        if self.options.daily:
            self.nothing_left(by_tool, between)
        if interrupts:
            return f"ok, {interrupted.try_everywhere(self, start, between, by_sql)} interruptions"
        if down is None:
            tool.refuse_way_back()
            return "ok, no way back"
        try:
            self.engine.run(by_sql, down)
        except Wrong as wrong:
            self.both_refuse(tool.down, str(wrong))
            return "ok, the way back refused by both"
        tool.down()
        self.compare("the way back", by_tool, by_sql)
        self.check_rows(by_tool, "back", ("back.sql", "back.txt"))
        tool.up_again()
        return ", ".join(filter(None, ["ok", tool.check_more(self, start)]))

    # What the tool cannot read in any form: the reason, where the case says that it is so. Then it must refuse, and not do something else.
    def beyond(self):
        path = os.path.join(self.folder, f"beyond.{self.tool.name}")
        if not os.path.exists(path):
            return ""
        with open(path) as reason:
            return reason.read().strip()

    def refuses(self, go):
        try:
            go()
        except Wrong:
            return
        raise Wrong(f"{self.tool.name} takes what the case says it cannot read: {self.beyond()}")

    def way_back(self, between):
        try:
            return self.diff(*between, "--emit=sql", "--out=-", "--down")
        except Wrong as wrong:
            if "no-way-back" not in str(wrong):
                raise
            return None

    # The rows are in the way, for both.
    def both_refuse(self, go, reason):
        try:
            go()
        except Wrong:
            return
        raise Wrong(f"the SQL script fails, the tool does not: {reason}")


def tree(folder):
    return sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)


class Judge:
    """One case, in a process that knows the engines."""

    def __init__(self, tool, options, engines):
        self.tool, self.options, self.engines = tool, options, engines

    def __call__(self, case):
        folder, engine = case[0], self.engines[case[1]]
        engine.folder = work = tempfile.mkdtemp(prefix="schemac-tool-", dir="/var/tmp")
        began, wrong, verdict = time.monotonic(), None, None
        try:
            verdict = Case(folder, engine, work, self.options, self.tool).run()
        except Refused as refusal:
            verdict = f"refused: {refusal}"
        except LeftOut as reason:
            verdict = f"left out: {reason}"
        except Wrong as problem:
            wrong = str(problem)
        if wrong and self.options.keep:
            wrong += f"\n  kept in {work}"
        else:
            shutil.rmtree(work, ignore_errors=True)
        return f"{engine.name:10} {time.monotonic() - began:5.1f} s  {os.path.relpath(folder, ROOT)}: {wrong or verdict}", wrong is None


judge = None  # of this process


def start_process(*arguments):
    global judge
    judge = Judge(*arguments)


def judge_case(case):
    return judge(case)


def judge_all(cases, tool, options, engines):
    good = 0
    with concurrent.futures.ProcessPoolExecutor(options.jobs, multiprocessing.get_context("fork"), start_process, (tool, options, engines)) as pool:
        for line, right in pool.map(judge_case, cases):
            good += right
            print(f"{'ok   ' if right else 'WRONG'} {line}", flush=True)
    return good


def main(tool, description):
    options = parse_arguments(tool, description)
    tool.options = options
    tool.install()
    if options.install:
        return
    places = options.cases or [os.path.join(ROOT, "tests", "cases", name) for name in ("diff", "live", f"emitters/{tool.name}")]
    cases = find_cases(places, options)
    if not cases:
        sys.exit("found no case")
    engines = {"sqlite": Sqlite(None)}
    with contextlib.ExitStack() as servers:
        for name, start, url, engine in (("postgresql", postgresql_server, options.postgresql, Postgresql), ("mysql", mysql_server, options.mysql, Mysql)):
            if any(on == name for _, on in cases):
                engines[name] = engine(servers.enter_context(start(url)), os.getpid())
                if url:  # what was made on somebody's server goes again
                    servers.callback(engines[name].clean)
        good = judge_all(cases, tool, options, engines)
    print(f"{good} of {len(cases)} right")
    sys.exit(0 if good == len(cases) else 1)
