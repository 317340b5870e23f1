#!/usr/bin/env python3
"""Judge a planner on (from, to) schema pairs on MySQL or MariaDB: does the SQL it writes turn `from` into `to`, and lose no row?

    converge_mysql.py --server mysql://root@127.0.0.1:3306/ --client mariadb --cases DIR [--cases DIR ...] [--core-only] [-v] \\
        --plan 'schemac diff --from={from} --to={to} --emit=sql --out=- --allow-destructive --renames=off' \\
        --undo 'schemac diff --from={from} --to={to} --emit=sql --out=- --allow-destructive --renames=off --down'

{from_sql} and {to_sql} in a command are the two sides as files (setup.sql and from.sql or to.sql in one file); {from_schemac} and {to_schemac} are
what --inspect 'schemac inspect {url}' prints of the two databases. Every form of the wanted side has to lead to the same end:
        --plan 'schemac diff --from={from} --to={to_sql} …'      --plan 'schemac diff --from={from} --to={to_schemac} …' --inspect '…'

A case is a folder with from.sql and to.sql (and setup.sql, run before both). Each side becomes a database; the commands get their URLs in
{from} and {to} and print SQL, which the server's own client runs on another database made by `from`, stopping at the first error. What
came out is read from information_schema by this file's own queries, and compared without the databases' names, counters and moments.

Then the same with rows: the tables of `from` are filled; the SQL runs, and every column that both sides have, in a table that both have,
with the same type, must hold the values it held: forward, and after the undo. SQL that is refused only because rows are there is noted
as `refused_with_rows`; what had run by then must have lost nothing of that either. After such a refusal, and after a plan was cut in its
middle (--cut), a new plan must lead the rest of the way.

A partition that the plan drops takes its rows along: those of the others are held. Verdicts: ok, noop_ok, noop_not_empty, plan_failed, needs_server (the reader of files without a server says so), sql_failed, not_reached, lost_rows, undo_failed, undo_not_reached, rest_failed, left_out.
Exit 0 always; the last line is the summary.
"""
import argparse
import collections
import concurrent.futures
import glob
import itertools
import json
import os
import re
import shlex
import subprocess
import tempfile
import urllib.parse

NUMBERS = itertools.count(1)


class Server:
    def __init__(self, url, client, timeout):
        parts = urllib.parse.urlparse(url)
        self.base = url.rstrip("/")
        self.timeout = timeout
        self.words = [client, "--no-defaults", f"-u{parts.username or 'root'}", f"-h{parts.hostname}", f"-P{parts.port or 3306}", "--protocol=tcp",
                      "--default-character-set=utf8mb4"]
        self.environment = dict(os.environ, **({"MYSQL_PWD": parts.password} if parts.password else {}))
        version = self.rows("SELECT VERSION()", "information_schema")[0][0]
        self.mariadb = "MariaDB" in version
        self.number = tuple(int(n) for n in re.findall(r"\d+", version)[:3])

    def url(self, database):
        return f"{self.base}/{database}"

    def run(self, sql, database, *options):
        """-> the error's text, or None"""
        try:
            ran = subprocess.run(self.words + ["--comments", "--binary-mode"] + list(options) + [database], input=sql.encode(), capture_output=True, timeout=self.timeout, env=self.environment)
        except subprocess.TimeoutExpired:
            return "ran out of time"
        if ran.returncode == 0:
            return None
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"]
        return next((line for line in said if line.startswith("ERROR")), said[0])[:300]

    def rows(self, query, database):
        ran = subprocess.run(self.words + ["-N", "-B", database], input=query.encode(), capture_output=True, timeout=self.timeout, env=self.environment)
        if ran.returncode:
            raise RuntimeError(ran.stderr.decode("utf-8", "replace")[:300])
        return [line.split("\t") for line in ran.stdout.decode("utf-8", "replace").splitlines()]

    def all_rows(self, queries, database):
        """The rows of each, by one client"""
        end = "end of one"
        rows = self.rows(";\n".join(f"{query};\nSELECT '{end}'" for query in queries), database) if queries else []
        out = [[]]
        for row in rows:
            if row == [end]:
                out.append([])
            else:
                out[-1].append(row)
        return out[:-1]

    def fresh(self, parts):
        """-> (a new database made by the scripts, None), or (it, the error)"""
        name = f"judge_{os.getpid()}_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name}", "information_schema")
        for part in parts:
            if part and (error := self.run(part, name)):
                return name, error
        return name, None

    def drop(self, name):
        self.run(f"DROP DATABASE IF EXISTS {name}", "information_schema")


# --- the fingerprint -------------------------------------------------------------------------------------------------------------


def quote(name):
    return "`" + name.replace("`", "``") + "`"


def queries(server):
    new = not server.mariadb and server.number >= (8, 0, 16)
    columns = "TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, COLUMN_COMMENT, GENERATION_EXPRESSION"
    statistics = "TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, INDEX_COMMENT"
    if new:
        columns += ", SRS_ID"
        statistics += ", IS_VISIBLE, EXPRESSION"
    elif server.mariadb:
        statistics += ", IGNORED"
    out = [
        ("table", "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, IF(TABLE_TYPE = 'VIEW', '', TABLE_COMMENT) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{db}'"),
        ("column", f"SELECT {columns} FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{{db}}'"),
        ("index", f"SELECT {statistics} FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '{{db}}'"),
        ("constraint", "SELECT TABLE_NAME, CONSTRAINT_NAME, CONSTRAINT_TYPE" + (", ENFORCED" if new else "") + " FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '{db}'"),
        ("key", "SELECT TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = '{db}'"),
        ("reference", "SELECT TABLE_NAME, CONSTRAINT_NAME, MATCH_OPTION, UPDATE_RULE, DELETE_RULE, REFERENCED_TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '{db}'"),
        ("partition", "SELECT TABLE_NAME, PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_DESCRIPTION, SUBPARTITION_METHOD, SUBPARTITION_EXPRESSION, PARTITION_COMMENT FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = '{db}' AND PARTITION_METHOD IS NOT NULL"),
        ("view", "SELECT TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE, DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '{db}'"),
        ("trigger", "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, DEFINER, SQL_MODE FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '{db}'"),
        ("routine", "SELECT ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION, IS_DETERMINISTIC, SQL_DATA_ACCESS, SECURITY_TYPE, ROUTINE_COMMENT, DEFINER, SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '{db}'"),
        ("parameter", "SELECT SPECIFIC_NAME, ORDINAL_POSITION, PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = '{db}'"),
        ("event", "SELECT EVENT_NAME, EVENT_DEFINITION, EVENT_TYPE, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD, STATUS, ON_COMPLETION, EVENT_COMMENT, DEFINER, SQL_MODE, IF(STARTS = CREATED, '', STARTS), ENDS FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '{db}'"),
    ]
    if new:
        out.append(("check", "SELECT CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '{db}'"))
    elif server.mariadb:
        out.append(("check", "SELECT TABLE_NAME, CONSTRAINT_NAME, LEVEL, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '{db}'"))
    return out


def fingerprint(server, database):
    facts = []
    asked = queries(server)
    answers = server.all_rows([query.format(db=database) for _, query in asked], "information_schema")
    for (kind, _), rows in zip(asked, answers):
        for row in rows:
            if kind == "table" and row[1] == "SEQUENCE":
                text = server.rows(f"SHOW CREATE TABLE {quote(row[0])}", database)[0][1]
                row.append(re.sub(r"\\n", " ", text))
            if kind == "partition":  # MySQL 5.7 keeps quotes, spaces and letters of expressions as they were typed
                row = [value.replace("`", "") for value in row]
                row[4], row[7] = (row[n].replace(" ", "").lower() for n in (4, 7))
            if kind in ("trigger", "event"):  # of which information_schema has lost a level of backslashes
                shown = server.rows(f"SHOW CREATE {kind.upper()} {quote(row[0])}", database)[0]
                text = re.sub(r"(?is)^.*?for each row(\s|\\n)+", "", shown[2]) if kind == "trigger" else re.sub(r"(?s)^.*? DO ", "", shown[3])
                row.append(text.rstrip("; "))
            if kind in ("trigger", "routine", "event"):  # MySQL keeps the semicolon behind a body where several statements came at once
                row = [value.rstrip(";") for value in row]
            facts.append(" ".join([kind] + row).replace(database, "@"))
    counted = collections.Counter(facts)
    return sorted(f if n == 1 else f"{f} x{n}" for f, n in counted.items())


def texts(server, database):
    """SHOW CREATE TABLE, line by line, without what is a matter of rows: looked at for the notes alone"""
    out = []
    tables = [name for (name,) in server.rows(f"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{database}' AND TABLE_TYPE = 'BASE TABLE'", "information_schema")]
    for table, rows in zip(tables, server.all_rows([f"SHOW CREATE TABLE {quote(table)}" for table in tables], database)):
        text = rows[0][1]
        out += [table + ": " + re.sub(r" AUTO_INCREMENT=\d+", "", line).rstrip(",").replace(database, "@") for line in text.split("\\n")]
    return out


def difference(have, want):
    have, want = set(have), set(want)
    return [f"-{f}"[:300] for f in sorted(have - want)] + [f"+{f}"[:300] for f in sorted(want - have)]


# --- rows --------------------------------------------------------------------------------------------------------------------------


def columns(server, database):
    """{table: {column: (type, collation)}} of the columns that hold values"""
    out = {}
    query = f"SELECT c.TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLLATION_NAME, EXTRA FROM information_schema.COLUMNS c JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME) WHERE TABLE_SCHEMA = '{database}' AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')"
    for table, column, kind, collation, extra in server.rows(query, "information_schema"):
        if "GENERATED" not in extra.upper().replace("DEFAULT_GENERATED", "") and "INVISIBLE" not in extra.upper():
            out.setdefault(table, {})[column] = (kind.lower(), collation)
    return out


def literal(kind, k):
    if kind.startswith(("enum", "set")):
        labels = re.findall(r"'(?:[^']|'')*'", kind)
        return labels[k % len(labels)]
    if kind.startswith(("tinyint(1)", "bit")):
        return str(k % 2)
    if kind.startswith("year"):
        return str(2001 + k)
    if re.match(r"(tiny|small|medium|big)?int|decimal|float|double", kind):
        return str(k + 1)
    if kind.startswith("json"):
        return "'{\"a\": %d}'" % (k + 1)
    if kind.startswith(("datetime", "timestamp")):
        return f"'2020-01-0{k % 9 + 1} 10:00:00'"
    if kind.startswith("date"):
        return f"'2020-01-0{k % 9 + 1}'"
    if kind.startswith("time"):
        return f"'10:00:0{k % 9}'"
    if kind.startswith("uuid"):
        return f"'00000000-0000-0000-0000-00000000000{k % 9 + 1}'"
    if kind.startswith("inet6"):
        return f"'::{k + 1}'"
    if kind.startswith("inet4"):
        return f"'10.0.0.{k + 1}'"
    if kind.startswith(("point", "geometry")) and "collection" not in kind:
        return f"ST_GeomFromText('POINT({k + 1} 1)')"
    length = re.match(r"\w+\((\d+)\)", kind)
    return "'" + f"{k + 1}v"[: int(length.group(1)) if length else 9] + "'"


def fill(server, database, per_table=3):
    """-> number of rows; a table that refuses every guess stays empty. Parents first, simply by trying again."""
    script = []
    for k in range(per_table):
        for table, cols in columns(server, database).items():
            for lift in (0, 40):
                values = ", ".join(literal(kind, k + lift) for kind, _ in cols.values())
                script.append(f"INSERT INTO {quote(table)} ({', '.join(map(quote, cols))}) VALUES ({values});")
    for _ in range(2):
        server.run("\n".join(script), database, "--force")
    counts = server.all_rows([f"SELECT count(*) FROM {quote(t)}" for t in columns(server, database)], database)
    return sum(int(rows[0][0]) for rows in counts)


def surviving(have, want):
    return {t: sorted(c for c in cols if want[t].get(c) == cols[c]) for t, cols in have.items() if t in want and any(want[t].get(c) == cols[c] for c in cols)}


def dropped_partitions(sql):
    """{table: names}: their rows are asked to go"""
    out = {}
    for table, names in re.findall(r"ALTER TABLE (`(?:[^`]|``)+`)\s+DROP PARTITION ((?:(?:, )?`(?:[^`]|``)+`)+)", sql):
        out.setdefault(table, []).extend(re.findall(r"`(?:[^`]|``)+`", names))
    return out


def values(server, database, kept, gone={}):
    """The rows of the tables, but for those in partitions that are to go"""
    try:
        queries = []
        for table, cols in kept.items():
            source = quote(table)
            if gone.get(source):
                names = server.rows(f"SELECT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = '{database}' AND TABLE_NAME = '{table}'", "information_schema")
                source += f" PARTITION ({', '.join(quote(name) for (name,) in names if quote(name) not in gone[source])})"
            queries.append(f"SELECT {', '.join(map(quote, cols))} FROM {source}")
        return {table: sorted(map(str, rows)) for table, rows in zip(kept, server.all_rows(queries, database))}
    except RuntimeError:
        pass  # one that is gone: each by itself
    out = {}
    for table, cols in kept.items():
        try:
            out[table] = sorted(map(str, server.rows(f"SELECT {', '.join(map(quote, cols))} FROM {quote(table)}", database)))
        except RuntimeError as error:
            out[table] = f"gone: {error}"
    return out


# --- running -----------------------------------------------------------------------------------------------------------------------


def run(template, sides, args):
    """`sides`: what {from}, {to_sql} and so on stand for"""
    command = shlex.split(template)
    for name, place in sides.items():
        command = [word.replace("{" + name + "}", place) for word in command]
    try:
        ran = subprocess.run(command, capture_output=True, timeout=args.timeout)
    except subprocess.TimeoutExpired:
        return None, "ran out of time"
    if ran.returncode != 0:
        return None, (ran.stderr or ran.stdout).decode("utf-8", "replace").strip()[-400:]
    return ran.stdout.decode("utf-8", "replace"), None


def says_something(sql):
    return bool(re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.S).strip(" ;\n\t\r"))


def first_half(sql):
    """The script up to the middle of its steps, each of which begins with its number"""
    starts = [m.start() for m in re.finditer(r"^-- \d+\. ", sql, re.M)]
    return sql[: starts[(len(starts) + 1) // 2]] if len(starts) > 1 else None


USE = re.compile(r"^\s*use\s+`?(\w+)`?\s*;?[ \t]*$", re.I | re.M)
CREATE_DATABASE = re.compile(r"^\s*create\s+(?:database|schema)\s+(?:if\s+not\s+exists\s+)?`?(\w+)`?([^;]*);", re.I | re.M)


def in_one_database(text):
    """A file that makes a database of its own, or goes to one: what it makes there belongs to the judge's. One of several databases is left out."""
    if text is None:
        return None
    names = set(USE.findall(text)) | {name for name, _ in CREATE_DATABASE.findall(text)}
    if len(names) > 1:
        raise RuntimeError(f"the file is about several databases: {', '.join(sorted(names))}")
    return USE.sub("", CREATE_DATABASE.sub(lambda made: f"ALTER DATABASE {made[2]};" if made[2].strip() else "", text))


class Case:
    def __init__(self, case, server, args):
        self.case, self.server, self.args, self.made = case, server, args, []
        self.folder = tempfile.TemporaryDirectory(prefix="judge-")

    def read(self, name):
        path = os.path.join(self.case, name)
        return open(path).read() if os.path.exists(path) else None

    def database(self, name):
        made, error = self.server.fresh([in_one_database(self.read("setup.sql")), in_one_database(self.read(name))])
        self.made.append(made)
        return made, error

    def sides(self, origin, target):
        """The two databases, and as files whichever the commands speak of"""
        out = {"from": self.server.url(origin), "to": self.server.url(target)}
        commands = self.args.plan + (self.args.undo or "")
        dialect = {"dialect": "mariadb" if self.server.mariadb else "mysql"}
        for side, url in list(out.items()):
            if f"{{{side}_sql}}" in commands:
                out[side + "_sql"] = self.write(f"{side}_side.sql", "\n".join(filter(None, [self.read("setup.sql"), self.read(f"{side}.sql")])))
            if f"{{{side}_schemac}}" in commands:
                printed, error = run(self.args.inspect, {"url": url}, self.args)
                if error:
                    raise RuntimeError(f"inspect: {error}")
                out[side + "_schemac"] = self.write(f"{side}_side.schemac", printed)
        return out | dialect

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def judge(self):
        try:
            verdict, note = self.verdict()
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            verdict, note = "left_out", f"the judge failed: {error}"
        for name in self.made:
            self.server.drop(name)
        return self.case, verdict, note

    def verdict(self):
        server, args = self.server, self.args
        origin, error = self.database("from.sql")
        target, other_error = self.database("to.sql")
        if error or other_error:
            return "left_out", error or other_error
        start, goal = fingerprint(server, origin), fingerprint(server, target)
        sides = self.sides(origin, target)
        sql, error = run(args.plan, sides, args)
        if error is not None:
            return "needs_server" if "needs-server" in error else "plan_failed", error
        if start == goal:
            return ("noop_not_empty", sql.strip()[-300:]) if says_something(sql) else ("noop_ok", "")
        work, _ = self.database("from.sql")
        if error := server.run(sql, work):
            return "sql_failed", error
        if missing := difference(fingerprint(server, work), goal):
            return "not_reached", " | ".join(missing[:6])
        note = " | ".join(difference(texts(server, work), texts(server, target)))
        if args.undo:
            back, error = run(args.undo, sides, args)
            if error is not None:
                return "undo_failed", error
            if error := server.run(back, work):
                return "undo_failed", error
            if missing := difference(fingerprint(server, work), start):
                return "undo_not_reached", " | ".join(missing[:6])
        if args.cut and (half := first_half(sql)):
            if problem := self.rest(half, sides, goal):
                return problem
        verdict, rows = self.rows(origin, target, sql, back if args.undo else None, goal)
        return verdict, rows + (f" looks otherwise: {note}" if note else "")

    def rest(self, half, sides, goal, database=None):
        work = database or self.database("from.sql")[0]
        if half and (error := self.server.run(half, work)):
            return "rest_failed", f"the first half: {error}"
        sql, error = run(self.args.plan, sides | {"from": self.server.url(work)}, self.args)
        if error is None:
            error = self.server.run(sql, work)
        if error is not None:
            return "rest_failed", error
        if missing := difference(fingerprint(self.server, work), goal):
            return "rest_failed", " | ".join(missing[:6])
        return None

    def rows(self, origin, target, sql, back, goal):
        server = self.server
        work, _ = self.database("from.sql")
        filled = fill(server, work)
        kept = surviving(columns(server, work), columns(server, target))
        before = values(server, work, kept, dropped_partitions(sql))
        if error := server.run(sql, work):
            if values(server, work, kept, dropped_partitions(sql)) != before:
                return "lost_rows", f"refused, but rows changed: {error}"
            return "ok", f"refused_with_rows: {error}"
        for what, part in (("", None), ("undo ", back)):
            if what and not part:
                continue
            if part and (error := server.run(part, work)):
                return "ok", f"undo refused_with_rows: {error}"
            after = values(server, work, kept)
            if after != before:
                return "lost_rows", what + ", ".join(sorted(t for t in before if before[t] != after.get(t)))[:200]
        return "ok", f"{filled} rows"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--client", default="mariadb")
    parser.add_argument("--cases", action="append", required=True)
    parser.add_argument("--plan", required=True)
    parser.add_argument("--undo")
    parser.add_argument("--inspect", help="prints the database {url} as a .schemac file")
    parser.add_argument("--cut", action="store_true", help="stop each plan half way too, and plan the rest anew")
    parser.add_argument("--only", help="a pattern of case names")
    parser.add_argument("--core-only", action="store_true", help="only pairs whose meta.json says core_only")
    parser.add_argument("--sample", type=int, help="about so many cases, spread evenly")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--out", help="all verdicts as JSON")
    parser.add_argument("-v", action="store_true", help="show every verdict that is not ok")
    args = parser.parse_args()
    server = Server(args.server, args.client, args.timeout)
    cases = sorted(os.path.dirname(f) for root in args.cases for f in glob.glob(os.path.join(root, "**", "from.sql"), recursive=True))
    cases = [c for c in cases if not args.only or re.search(args.only, c)]
    if args.core_only:
        cases = [c for c in cases if json.load(open(os.path.join(c, "meta.json"))).get("core_only")]
    if args.sample and len(cases) > args.sample:
        cases = cases[:: len(cases) // args.sample][: args.sample]
    results = []
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for result in pool.map(lambda c: Case(c, server, args).judge(), cases):
            results.append(result)
            if args.v and result[1] not in ("ok", "noop_ok", "left_out"):
                print(result[1], "/".join(result[0].split(os.sep)[-2:]), "::", result[2], flush=True)
    counts = collections.Counter(r[1] for r in results)
    judged = sum(n for verdict, n in counts.items() if verdict not in ("left_out", "noop_ok", "noop_not_empty"))
    refused = sum("refused_with_rows" in r[2] for r in results)
    otherwise = sum("looks otherwise" in r[2] for r in results)
    equal = counts["noop_ok"] + counts["noop_not_empty"]
    if args.out:
        with open(args.out, "w") as file:
            json.dump([dict(case=c, verdict=v, note=n) for c, v, n in results], file, indent=0)
    print(json.dumps(dict(counts)), f"refused with rows {refused}, looks otherwise {otherwise}, empty when equal {counts['noop_ok']}/{equal},",
          f"ok {counts['ok']}/{judged} = {100 * counts['ok'] / max(1, judged):.1f} %")


if __name__ == "__main__":
    main()
