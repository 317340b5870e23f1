"""Runs migrations that schemac wrote through the tool they are for, and compares with what schemac's SQL scripts do.

A case is a folder with `from.schemac` and `to.schemac` and, where it has any, `rows.sql` and `options` for schemac diff. It runs on
the engine that its files name, on both when they name none. For every case, on a database each: the tool's way up must lead to the
catalogue and the rows that the SQL script leads to; so must its way back, one migration after the other; and up once more must work.
"""
import argparse, contextlib, os, re, shlex, shutil, sys, tempfile

from engines import ROOT, Postgresql, Sqlite, Wrong, must, postgresql_server


def parse_arguments(tool, description):
    parser = argparse.ArgumentParser(description=f"{description}\n\n{__doc__}", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", help=f"case folders, or folders of them (default: tests/cases/diff, tests/cases/emitters/{tool})")
    parser.add_argument("--schemac", default=os.path.join(ROOT, "build", "dev", "schemac"))
    parser.add_argument("--postgresql", help="a server to make databases on: postgresql://user@host:port/postgres")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"])
    parser.add_argument("--only", default="", help="cases whose path holds this text")
    parser.add_argument("--keep", action="store_true", help="keep the folders of cases that failed")
    return parser.parse_args()


def read(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


def engines_of(folder):
    texts = read(folder, "from.schemac") + read(folder, "to.schemac")
    named = set(re.findall(r"^dialect (postgresql|sqlite)", texts, re.MULTILINE))
    return sorted(named) or ["postgresql", "sqlite"]


def find_cases(places, only):
    found = []
    for place in places:
        for folder, _, files in os.walk(place):
            if "from.schemac" in files and "to.schemac" in files and only in folder:
                found.append(folder)
    return sorted(found)


class Case:
    def __init__(self, folder, engine, work, schemac, tool):
        self.folder, self.engine, self.work, self.schemac, self.tool = folder, engine, work, schemac, tool

    def diff(self, source, target, *arguments):
        command = [self.schemac, "diff", f"--from={source}", f"--to={target}", "--allow-destructive", *arguments]
        environment = dict(os.environ, SOURCE_DATE_EPOCH="1767225600")
        return must(command, " ".join(["schemac diff", *arguments]), env=environment)

    def file(self, name):
        """The schema file, with the dialect that its text leaves open."""
        text = read(self.folder, name)
        if not re.search(r"^dialect ", text, re.MULTILINE):
            text = f"dialect {self.engine.name}\n\n{text}"
        path = os.path.join(self.work, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def same(self, what, found, expected):
        if found != expected:
            different = [f"  - {line}" for line in expected.splitlines() if line not in found.splitlines()]
            different += [f"  + {line}" for line in found.splitlines() if line not in expected.splitlines()]
            raise Wrong(f"{what}\n" + "\n".join(line[:500] for line in different[:12]))

    def compare(self, doing, found, expected):
        self.same(f"after {doing} the catalogue differs from the SQL script's", self.engine.catalogue(found), self.engine.catalogue(expected))
        self.same(f"after {doing} the rows differ from the SQL script's", self.engine.rows(found), self.engine.rows(expected))

    def run(self):
        options = shlex.split(read(self.folder, "options"))
        first = self.diff("empty", self.file("from.schemac"), "--emit=sql", "--out=-")
        start = self.engine.make("case_start", first + read(self.folder, "rows.sql"))
        between = (self.engine.url(start), self.file("to.schemac"))
        up = self.diff(*between, *options, "--emit=sql", "--out=-")
        migrations = os.path.join(self.work, "migrations")
        os.makedirs(migrations)
        self.diff(*between, *options, f"--emit={self.tool.name}", f"--out={migrations}")
        if not up:
            if os.listdir(migrations):
                raise Wrong("the SQL script is empty, the migrations are not")
            return "no difference"
        by_sql, by_tool = self.engine.copy(start, "case_sql"), self.engine.copy(start, "case_tool")
        tool = self.tool(self.engine, by_tool, migrations, self.work)
        try:
            self.engine.run(by_sql, up)
        except Wrong as wrong:
            refused = self.both_refuse(tool.up, str(wrong))
            if self.engine.name == "sqlite":
                self.compare("a refusal", by_tool, start)
            return refused
        tool.up()
        self.compare("the way up", by_tool, by_sql)
        try:
            down = self.diff(*between, *options, "--emit=sql", "--out=-", "--down")
        except Wrong as wrong:
            if "no-way-back" not in str(wrong):
                raise
            return "ok, no way back"
        try:
            self.engine.run(by_sql, down)
        except Wrong as wrong:
            return self.both_refuse(tool.down, str(wrong))
        tool.down()
        self.compare("the way back", by_tool, by_sql)
        tool.up()
        return "ok"

    # The rows are in the way, for both.
    def both_refuse(self, go, reason):
        try:
            go()
        except Wrong:
            return "refused by both"
        raise Wrong(f"the SQL script fails, the tool does not: {reason}")


def judge(folder, engine, options, tool):
    work = tempfile.mkdtemp(prefix="schemac-tool-", dir="/var/tmp")
    engine.folder = work
    verdict, wrong = None, None
    try:
        verdict = Case(folder, engine, work, options.schemac, tool).run()
    except Wrong as problem:
        wrong = str(problem)
    if wrong and options.keep:
        wrong += f"\n  kept in {work}"
    else:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{'WRONG' if wrong else 'ok   '} {engine.name:10} {os.path.basename(folder)}: {wrong or verdict}", flush=True)
    return wrong is None


def main(tool, description):
    options = parse_arguments(tool.name, description)
    tool.install()
    places = options.cases or [os.path.join(ROOT, "tests", "cases", name) for name in ("diff", f"emitters/{tool.name}")]
    pairs = [(folder, engine) for folder in find_cases(places, options.only) for engine in engines_of(folder) if options.engine in (None, engine)]
    if not pairs:
        sys.exit("found no case")
    needs_server = any(engine == "postgresql" for _, engine in pairs)
    with postgresql_server(options.postgresql) if needs_server else contextlib.nullcontext() as server:
        engines = {"sqlite": Sqlite(None)}
        if server:
            engines["postgresql"] = Postgresql(server)
        try:
            good = [judge(folder, engines[engine], options, tool) for folder, engine in pairs]
        finally:
            for engine in engines.values():
                engine.clean()
    print(f"{sum(good)} of {len(good)} right")
    sys.exit(0 if all(good) else 1)
