#!/usr/bin/env python3
"""Judge a planner on (from, to) schema pairs on SQLite: does the SQL it writes turn `from` into `to`, and lose no row?

    converge_sqlite.py --cases DIR [--cases DIR ...] [--core-only] [-v] \\
        --plan 'schemac diff --from={from} --to={to} --emit=sql --out=- --allow-destructive --renames=off' \\
        --undo 'schemac diff --from={from} --to={to} --emit=sql --out=- --allow-destructive --renames=off --down'

{from_sql} and {to_sql} are the same two sides as files (setup.sql and from.sql or to.sql in one), {from_schemac} and {to_schemac} what
--inspect 'schemac inspect {url}' prints of the two databases. Every pair must end alike with each form of the wanted side.

A case is a folder with from.sql and to.sql (and setup.sql, run before both). Each side becomes a database file; the commands get the
paths in {from} and {to} and print SQL, which `sqlite3 -bail` runs on a copy of `from`. What came out is read by this file's own
queries (PRAGMAs, and the stored text where no PRAGMA tells) and compared as structure, never as layout.

Then the same with rows: the tables of `from` are filled, children included, foreign keys on; the SQL runs, and every column that both
sides have, in a table that both have, with the same type, must hold the values it held: forward, and after the undo.
SQL that is refused only because rows are there is noted as `refused_with_rows`, and the refusal must have left every row in its place.

Verdicts: ok, noop_ok, noop_not_empty, plan_failed, sql_failed, not_reached, lost_rows, undo_failed, undo_not_reached, left_out.
Exit 0 always; the last line is the summary.
"""
import argparse
import collections
import concurrent.futures
import glob
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import tempfile

# --- reading a stored text -----------------------------------------------------------------------------------------------------

TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[A-Za-z_\x80-\U0010ffff][\w$]*|\d[\w.]*|\s+|\|\||<=|>=|<>|!=|==|.""", re.S)


def words(sql):
    """Tokens in the form in which they are compared: lower case, without quotes around names, comments and white space gone."""
    out = []
    for token in TOKEN.findall(sql or ""):
        if token.isspace() or token.startswith(("--", "/*")):
            continue
        if token[0] in "\"`":
            token = token[1:-1].replace(token[0] * 2, token[0]).lower()
        elif token[0] == "[":
            token = token[1:-1].lower()
        elif token[0] != "'":
            token = {"!=": "<>", "==": "="}.get(token, token.lower())
        out.append(token)
    return out


def closing(tokens, at):
    depth = 0
    for i in range(at, len(tokens)):
        depth += (tokens[i] == "(") - (tokens[i] == ")")
        if depth == 0:
            return i
    return len(tokens) - 1


def expression(tokens, table):
    """Without a qualifier that names the own table, and without parentheses around the whole."""
    out = []
    i = 0
    while i < len(tokens):
        if tokens[i] == table and i + 1 < len(tokens) and tokens[i + 1] == ".":
            i += 2
            continue
        out.append(tokens[i])
        i += 1
    while len(out) > 2 and out[0] == "(" and closing(out, 0) == len(out) - 1:
        out = out[1:-1]
    return " ".join(out)


def default(text):
    tokens = words(text)
    while len(tokens) > 2 and tokens[0] == "(" and closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    if len(tokens) == 1 and re.match(r"[A-Za-z_]", tokens[0]) and tokens[0] not in ("null", "true", "false", "current_timestamp", "current_date", "current_time"):
        inner = re.sub(r"^[\"`\[(\s]+|[\"`\])\s]+$", "", text)
        tokens = ["'" + inner + "'"]
    joined = " ".join(tokens)
    return None if joined in ("", "null") else joined


def texts_behind(tokens, keyword, table):
    """Every `keyword ( … )` with the constraint name before it and the conflict clause behind it."""
    found = []
    for i, token in enumerate(tokens):
        if token != keyword or i + 1 >= len(tokens) or tokens[i + 1] != "(":
            continue
        end = closing(tokens, i + 1)
        name = tokens[i - 1] if i >= 2 and tokens[i - 2] == "constraint" else ""
        found.append((name, expression(tokens[i + 2 : end], table)))
    return sorted(found)


def items_of(tokens):
    """The comma-separated entries between the table's parentheses, and what follows them."""
    start = tokens.index("(")
    end = closing(tokens, start)
    items, depth, current = [], 0, []
    for token in tokens[start + 1 : end]:
        depth += (token == "(") - (token == ")")
        if token == "," and depth == 0:
            items.append(current)
            current = []
        else:
            current.append(token)
    return items + [current], tokens[end + 1 :]


def column_facts(items, table):
    """column -> what only the text knows: collation, NOT NULL's conflict clause, the generating expression, AUTOINCREMENT"""
    facts = {}
    for item in items:
        if not item or item[0] in ("constraint", "primary", "unique", "check", "foreign"):
            continue
        flat, depth = [], 0
        generated = None
        for i, token in enumerate(item):
            if token == "as" and depth == 0 and i + 1 < len(item) and item[i + 1] == "(" and i > 0:
                generated = expression(item[i + 2 : closing(item, i + 1)], table)
            depth += token == "("
            if depth == 0:
                flat.append(token)
            depth -= token == ")"
        collation = flat[flat.index("collate") + 1] if "collate" in flat[1:] else "binary"
        conflict = ""
        for i in range(1, len(flat) - 4):
            if flat[i : i + 4] == ["not", "null", "on", "conflict"]:
                conflict = flat[i + 4].replace("abort", "")
        facts[item[0].strip("'")] = (collation, conflict, generated, "autoincrement" in flat)
    return facts


# --- the fingerprint -------------------------------------------------------------------------------------------------------------


def quote(name):
    return '"' + name.replace('"', '""') + '"'


def type_text(text):
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", text or "")).strip().lower()


def tables_of(db):
    shadows = {r[0] for r in db.execute("SELECT name FROM pragma_table_list WHERE schema='main' AND type='shadow'")}
    return [(n, s) for n, s in db.execute("SELECT name, sql FROM sqlite_master WHERE type='table' ORDER BY name") if not n.startswith("sqlite_") and n not in shadows]


def primary_key_of(db, table):
    return [r[1].lower() for r in sorted((r for r in db.execute(f"PRAGMA table_xinfo({quote(table)})") if r[5]), key=lambda r: r[5])]


def constraint_names(items):
    """Names of keys and foreign keys, sorted: no PRAGMA shows them."""
    names = []
    for item in items:
        for i, token in enumerate(item):
            if token == "constraint" and i + 2 < len(item) and item[i + 2] in ("primary", "unique", "foreign", "references"):
                names.append((item[i + 2].replace("references", "foreign"), item[i + 1]))
    return sorted(names)


def foreign_keys(db, table, items):
    deferred = sorted(" ".join(item[item.index("deferrable") - 1 :]) if item[item.index("deferrable") - 1] == "not" else " ".join(item[item.index("deferrable") :])
                      for item in items if "deferrable" in item and "not" != item[item.index("deferrable") - 1])
    keys = collections.defaultdict(list)
    for number, seq, parent, column, target, on_update, on_delete, match in db.execute(f"PRAGMA foreign_key_list({quote(table)})"):
        keys[number].append((seq, parent.lower(), column.lower(), target and target.lower(), on_update, on_delete, match))
    out = []
    for rows in keys.values():
        rows.sort()
        parent = rows[0][1]
        targets = [r[3] for r in rows]
        if targets[0] is None:
            targets = primary_key_of(db, parent)
        out.append(str((parent, [r[2] for r in rows], targets, rows[0][4:])))
    return sorted(out), deferred


def indexes_of(db, table):
    out = []
    for _, name, unique, origin, partial in db.execute(f"PRAGMA index_list({quote(table)})"):
        keys = [(r[2] and r[2].lower(), r[3], (r[4] or "").lower()) for r in db.execute(f"PRAGMA index_xinfo({quote(name)})") if r[5]]
        text = ""
        if origin == "c":
            tokens = words(db.execute("SELECT sql FROM sqlite_master WHERE type='index' AND name=?", (name,)).fetchone()[0])
            on = tokens.index("on")
            start = tokens.index("(", on)
            end = closing(tokens, start)
            expressions = [expression(item, table.lower()) for item in items_of(tokens[on:])[0]] if any(k[0] is None for k in keys) else []
            where = expression(tokens[end + 2 :], table.lower()) if partial else ""
            text = str((expressions, where))
        out.append(str((name.lower() if origin == "c" else "", unique, origin, partial, keys, text)))
    return sorted(set(out) if not out else out)


def fingerprint(path):
    db = sqlite3.connect(path)
    facts = []
    kinds = dict(db.execute("SELECT lower(name), type || wr || strict FROM pragma_table_list WHERE schema='main'"))
    for table, sql in tables_of(db):
        key = table.lower()
        if words(sql)[1] == "virtual":
            facts.append(f"virtual table {key} {words(sql)}")
            continue
        items, _ = items_of(words(sql))
        text = column_facts(items, key)
        facts.append(f"table {key} {kinds.get(key)}")
        for _, name, kind, not_null, value, primary, hidden in db.execute(f"PRAGMA table_xinfo({quote(table)})"):
            facts.append(f"column {key}.{name.lower()} {type_text(kind)} notnull={not_null} default={default(value)} pk={primary} hidden={hidden} {text.get(name.lower())}")
        facts += [f"check {key} {c}" for c in texts_behind([t for i in items for t in i + [","]], "check", key)]
        keys, deferred = foreign_keys(db, table, items)
        facts += [f"foreign key {key} {k}" for k in keys] + [f"deferrable {key} {d}" for d in deferred]
        facts += [f"constraint name {key} {n}" for n in constraint_names(items)]
        facts += [f"index {key} {i}" for i in indexes_of(db, table)]
        conflicts = sorted(" ".join(item[max(0, i - 1) : i + 3]) for item in items for i in range(len(item)) if item[i : i + 2] == ["on", "conflict"] and item[i + 2] != "abort")
        facts += [f"conflict {key} {c}" for c in conflicts]
    for kind, name, sql in db.execute("SELECT type, lower(name), sql FROM sqlite_master WHERE type IN ('view', 'trigger')"):
        facts.append(f"{kind} {name} {' '.join(t for t in words(sql) if t not in ('if', 'not', 'exists'))}")
    db.close()
    counted = collections.Counter(facts)
    return sorted(f if n == 1 else f"{f} x{n}" for f, n in counted.items())


def difference(have, want):
    have, want = set(have), set(want)
    return [f"-{f}"[:240] for f in sorted(have - want)] + [f"+{f}"[:240] for f in sorted(want - have)]


# --- rows --------------------------------------------------------------------------------------------------------------------------


def columns(path):
    """{table: {column: type}} of the columns that hold values"""
    db = sqlite3.connect(path)
    out = {}
    for table, sql in tables_of(db):
        if words(sql)[1] != "virtual":
            out[table.lower()] = {r[1].lower(): type_text(r[2]) for r in db.execute(f"PRAGMA table_xinfo({quote(table)})") if r[6] == 0}
    db.close()
    return out


def literal(kind, k):
    if "int" in kind:
        return k + 1
    if "char" in kind or "text" in kind or "clob" in kind:
        return f"{k + 1}v"
    if "blob" in kind:
        return bytes([k + 1, 0, 255])
    if "real" in kind or "floa" in kind or "doub" in kind or "dec" in kind or "num" in kind:
        return k + 1.5
    if "bool" in kind:
        return k % 2
    if "date" in kind or "time" in kind:
        return f"2020-01-0{k + 1}"
    return f"{k + 1}v"


def fill(path, per_table=3):
    """-> number of rows; a table that refuses every guess stays empty. Parents first, simply by trying again."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    names = [t for t, sql in tables_of(db) if words(sql)[1] != "virtual"]
    todo = [(t, k) for t in names for k in range(per_table)]
    total, progress = 0, True
    while progress:
        progress = False
        for table, k in list(todo):
            info = [r for r in db.execute(f"PRAGMA table_xinfo({quote(table)})") if r[6] == 0]
            # a bigger number for those who check one; no value for those whose parent is not there
            attempts = [{r[1]: literal(type_text(r[2]), k + lift) for r in info} for lift in (0, 40)]
            children = {r[3] for r in db.execute(f"PRAGMA foreign_key_list({quote(table)})")}
            attempts.append({c: (None if c in children else v) for c, v in attempts[0].items()})
            attempts.append({r[1]: attempts[0][r[1]] for r in info if r[3] and r[4] is None})
            for row in attempts:
                try:
                    if row:
                        db.execute(f"INSERT INTO {quote(table)} ({', '.join(map(quote, row))}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
                    else:
                        db.execute(f"INSERT INTO {quote(table)} DEFAULT VALUES")
                except sqlite3.Error:
                    continue
                total, progress = total + 1, True
                todo.remove((table, k))
                break
    db.close()
    return total


def surviving(have, want):
    return {t: sorted(c for c in cols if want[t].get(c) == cols[c]) for t, cols in have.items() if t in want and any(want[t].get(c) == cols[c] for c in cols)}


def values(path, kept):
    db = sqlite3.connect(path)
    out = {}
    for table, cols in kept.items():
        try:
            rows = db.execute(f"SELECT {', '.join(f'typeof({quote(c)}), {quote(c)}' for c in cols)} FROM {quote(table)}").fetchall()
            out[table] = sorted(map(repr, rows))
        except sqlite3.Error as error:
            out[table] = f"gone: {error}"
    db.close()
    return out


# --- running -----------------------------------------------------------------------------------------------------------------------


def script(path, sql, timeout):
    try:
        ran = subprocess.run(["sqlite3", "-bail", path], input=sql.encode(), capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return "ran out of time"
    if ran.returncode == 0:
        return None
    lines = ran.stderr.decode("utf-8", "replace").splitlines()
    return (lines or ["?"])[0][:240]


def load(path, parts, timeout):
    for part in parts:
        if part and (error := script(path, part, timeout)):
            return error
    open(path, "a").close()
    return None


def run(template, sides, args):
    command = []
    for word in shlex.split(template):
        for form, path in sides.items():
            word = word.replace("{" + form + "}", path)
        command.append(word)
    try:
        ran = subprocess.run(command, capture_output=True, timeout=args.timeout)
    except subprocess.TimeoutExpired:
        return None, "ran out of time"
    if ran.returncode not in args.codes:
        return None, (ran.stderr or ran.stdout).decode("utf-8", "replace").strip()[-300:]
    return ran.stdout.decode("utf-8", "replace"), None


def forms(case, origin, target, args):
    """-> ({form: path}, error): the two sides in each form that the commands ask for"""
    sides = {"from": origin, "to": target}
    commands = args.plan + (args.undo or "")
    for side, database in list(sides.items()):
        if "{" + side + "_sql}" in commands:
            sides[side + "_sql"] = database.removesuffix(".db") + ".sql"
            with open(sides[side + "_sql"], "w") as file:
                for part in ("setup.sql", side + ".sql"):
                    path = os.path.join(case, part)
                    file.write(open(path).read().rstrip().rstrip(";") + ";\n" if os.path.exists(path) and open(path).read().strip() else "")
        if "{" + side + "_schemac}" in commands:
            text, error = run(args.inspect, {"url": database}, args)
            if error is not None:
                return sides, f"inspect: {error}"
            sides[side + "_schemac"] = database.removesuffix(".db") + ".schemac"
            with open(sides[side + "_schemac"], "w") as file:
                file.write(text)
    return sides, None


def says_something(sql):
    return bool(re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.S).strip(" ;\n\t\r"))


def judge_rows(case, folder, origin, target, sql, back, args):
    work = os.path.join(folder, "rows.db")
    shutil.copy(origin, work)
    filled = fill(work)
    everything = columns(work)
    kept = surviving(everything, columns(target))
    before, before_all = values(work, kept), values(work, {t: sorted(c) for t, c in everything.items()})
    if error := script(work, sql, args.timeout):
        if values(work, {t: sorted(c) for t, c in everything.items()}) != before_all:
            return case, "lost_rows", f"refused, but rows changed: {error}"
        return case, "ok", f"refused_with_rows: {error}"
    for what, part in (("", None), ("undo ", back)):
        if what and not part:
            continue
        if part and (error := script(work, part, args.timeout)):
            return case, "ok", f"undo refused_with_rows: {error}"
        after = values(work, kept)
        if after != before:
            return case, "lost_rows", what + ", ".join(sorted(t for t in before if before[t] != after.get(t)))[:200]
    return case, "ok", f"{filled} rows"


def judge(case, args):
    read = lambda name: open(os.path.join(case, name)).read() if os.path.exists(os.path.join(case, name)) else None
    with tempfile.TemporaryDirectory() as folder:
        origin, target, work = (os.path.join(folder, n) for n in ("from.db", "to.db", "work.db"))
        if error := load(origin, [read("setup.sql"), read("from.sql")], args.timeout) or load(target, [read("setup.sql"), read("to.sql")], args.timeout):
            return case, "left_out", error
        start, goal = fingerprint(origin), fingerprint(target)
        sides, error = forms(case, origin, target, args)
        if error is None:
            sql, error = run(args.plan, sides, args)
        if error is not None:
            return case, "plan_failed", error
        if start == goal:
            return (case, "noop_not_empty", sql.strip()[:200]) if says_something(sql) else (case, "noop_ok", "")
        shutil.copy(origin, work)
        if error := script(work, sql, args.timeout):
            return case, "sql_failed", error
        if missing := difference(fingerprint(work), goal):
            return case, "not_reached", " | ".join(missing[:4])
        back = None
        if args.undo:
            back, error = run(args.undo, sides, args)
            if error is not None:
                return case, "undo_failed", error
            if error := script(work, back, args.timeout):
                return case, "undo_failed", error
            if missing := difference(fingerprint(work), start):
                return case, "undo_not_reached", " | ".join(missing[:4])
        return judge_rows(case, folder, origin, target, sql, back, args)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", action="append", required=True)
    parser.add_argument("--plan", required=True)
    parser.add_argument("--undo")
    parser.add_argument("--inspect", help="prints the database {url} as a schema file")
    parser.add_argument("--only", help="a pattern of case names")
    parser.add_argument("--core-only", action="store_true", help="only pairs whose meta.json says core_only")
    parser.add_argument("--sample", type=int, help="about so many cases, spread evenly")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--ok-codes", default="0")
    parser.add_argument("--out", help="all verdicts as JSON")
    parser.add_argument("-v", action="store_true", help="show every verdict that is not ok")
    args = parser.parse_args()
    args.codes = {int(code) for code in args.ok_codes.split(",")}
    cases = sorted(os.path.dirname(f) for root in args.cases for f in glob.glob(os.path.join(root, "**", "from.sql"), recursive=True))
    cases = [c for c in cases if not args.only or re.search(args.only, c)]
    if args.core_only:
        cases = [c for c in cases if json.load(open(os.path.join(c, "meta.json"))).get("core_only")]
    if args.sample and len(cases) > args.sample:
        cases = cases[:: len(cases) // args.sample][: args.sample]
    results = []
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for result in pool.map(lambda c: judge(c, args), cases):
            results.append(result)
            if args.v and result[1] not in ("ok", "noop_ok"):
                print(result[1], "/".join(result[0].split(os.sep)[-2:]), "::", result[2], flush=True)
    counts = collections.Counter(r[1] for r in results)
    judged = sum(n for verdict, n in counts.items() if verdict not in ("left_out", "noop_ok", "noop_not_empty"))
    refused = sum("refused_with_rows" in r[2] for r in results)
    equal = counts["noop_ok"] + counts["noop_not_empty"]
    if args.out:
        with open(args.out, "w") as file:
            json.dump([dict(case=c, verdict=v, note=n) for c, v, n in results], file, indent=0)
    print(json.dumps(dict(counts)), f"refused with rows {refused}, empty when equal {counts['noop_ok']}/{equal}, ok {counts['ok']}/{judged} = {100 * counts['ok'] / max(1, judged):.1f} %")


if __name__ == "__main__":
    main()
