"""What happened to real tables, told in other ways: in another style of names, with other columns around, in longer runs. Nothing is drawn by
chance: the same histories give the same variants.

A variant is a unit as the histories have them (README.md). It belongs to the project that its table is from, so that leaving a project out
leaves out all that was made of it.
"""
import copy
import hashlib
import re


def number(*words):
    """The same words give the same number."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, words)).encode()).digest()[:6], "big")


def picked(items, *words):
    return items[number(*words) % len(items)]


# --- names ---------------------------------------------------------------------------------------------------------------------

def words_of(name):
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)]


def camel(name):
    head = re.match(r"_*", name).group()
    first, *rest = name[len(head):].split("_")
    return head + first + "".join(word[:1].upper() + word[1:] for word in rest)


def short(table):
    """`order_orderline` → `orde`: what people put before a table's columns."""
    return words_of(table)[-1][:4] if words_of(table) else "t"


# --- tables --------------------------------------------------------------------------------------------------------------------

def in_text(text, names):
    return re.sub(r"\b[A-Za-z_][A-Za-z_0-9]*\b", lambda word: names.get(word.group(), word.group()), text)


def renamed(table, columns, tables):
    """The table with other names: `columns` is a mapping, `tables` a function."""
    out = copy.deepcopy(table)
    name = lambda column: columns.get(column, column) if "(" not in column else in_text(column, columns)
    out["table"] = tables(table["table"])
    for column in out["columns"]:
        column["name"] = name(column["name"])
    out["primary_key"] = [name(column) for column in out["primary_key"]]
    for key in ("indexes", "uniques", "fks"):
        for one in out[key]:
            one["columns"] = [name(column) for column in one["columns"]]
            if one.get("name"):
                one["name"] = None  # engines' own names follow the columns'; none says nothing
    for key in out["fks"]:
        key["ref_table"] = tables(key["ref_table"])
    for check in out["checks"]:
        check["def"], check["name"] = in_text(check["def"], columns), None
    return out


def columns_of(table):
    return [column["name"] for column in table["columns"]]


def unit_like(unit, kind, **changes):
    out = {key: unit[key] for key in ("unit", "project", "window") if key in unit}
    out.update(id=f"{unit['id']}/{kind}", variant=kind, lossy=[], ambiguous=[], doubtful=[], renames=[])
    out.update(changes)
    return out


def column_rename(a, b):
    return {"kind": "column", "from": a, "to": b}


def with_styles(unit, kind, before, after):
    """Both states in styles: functions of a name and its table."""
    tables = lambda style: lambda name: style(name, None)
    if unit["unit"] == "tables":
        dropped = {t["table"]: t for t in unit["dropped_tables"]}
        added = {t["table"]: t for t in unit["added_tables"]}
        names = lambda style, t: {name: style(name, t["table"]) for name in columns_of(t)}
        pair = lambda p: [before(p[0], None), after(p[1], None)]
        return unit_like(unit, kind, dropped_tables=[renamed(t, names(before, t), tables(before)) for t in dropped.values()],
                         added_tables=[renamed(t, names(after, t), tables(after)) for t in added.values()],
                         renames=[{**r, "from": before(r["from"], None), "to": after(r["to"], None)} for r in unit["renames"] if r["kind"] == "table"],
                         **{key: [pair(p) for p in unit[key]] for key in ("lossy", "ambiguous", "doubtful")})
    table = unit["after"]["table"]
    old = {name: before(name, table) for name in columns_of(unit["before"])}
    new = {name: after(name, table) for name in columns_of(unit["after"])}
    pairs = {r["from"]: r["to"] for r in unit["renames"] if r["kind"] == "column"}
    out_of_doubt = set(pairs.values())
    for name in old:
        if name in new and name not in pairs and name not in out_of_doubt:
            pairs[name] = name
    changed = [column_rename(old[a], new[b]) for a, b in pairs.items() if a in old and b in new and old[a] != new[b]]
    mapped = lambda p: [old.get(p[0], p[0]), new.get(p[1], p[1])]
    return unit_like(unit, kind, before=renamed(unit["before"], old, tables(before)), after=renamed(unit["after"], new, tables(after)),
                     renames=changed, lossy=[mapped(p) for p in unit["lossy"]], ambiguous=[mapped(p) for p in unit["ambiguous"]])


as_it_is = lambda name, table: name
in_camel = lambda name, table: camel(name)
prefixed = lambda name, table: f"{short(table)}_{name}" if table else f"tbl_{name}"

CONVENTIONS = {"camel": (in_camel, in_camel), "prefixed": (prefixed, prefixed)}
CHANGES_OF_CONVENTION = {"to camel": (as_it_is, in_camel), "from camel": (in_camel, as_it_is), "to prefixed": (as_it_is, prefixed),
                         "from prefixed": (prefixed, as_it_is)}


def shifted(unit):
    """The newer side in another order: by the alphabet, or turned, or with what came put first."""
    way = number(unit["id"], "shifted") % 3
    after = copy.deepcopy(unit["after"])
    columns = after["columns"]
    if way == 0:
        columns.sort(key=lambda column: column["name"])
    elif way == 1:
        turn = 1 + number(unit["id"], "turn") % max(1, len(columns) - 1)
        after["columns"] = columns[turn:] + columns[:turn]
    else:
        old = set(columns_of(unit["before"]))
        columns.sort(key=lambda column: column["name"] in old)
    return unit_like(unit, "shifted", before=unit["before"], after=after, renames=unit["renames"], lossy=unit["lossy"], ambiguous=unit["ambiguous"])


# --- tables of which nothing but the names is changed -----------------------------------------------------------------------------

def last_states(units):
    """Each table once, as it is known last."""
    tables = {}
    for unit in units:
        for table in [unit["after"]] if unit["unit"] == "columns" else unit["added_tables"]:
            tables[unit["project"], table["table"]] = table
    return tables


def family(type_name):
    return re.sub(r"\(.*", "", type_name)


class Strangers:
    """Names of columns of one type, of all projects, to be put where they have no business."""

    def __init__(self, tables):
        self.by_type = {}
        for (project, _), table in sorted(tables.items()):
            for column in table["columns"]:
                if column["name"] != "id":
                    self.by_type.setdefault(family(column["type"]), {})[column["name"]] = project
    def for_column(self, column, table, *words):
        """A name that shares no word with the column's, nor is one of the table's; None where there is none."""
        own, taken = set(words_of(column["name"])), set(columns_of(table))
        names = sorted(self.by_type.get(family(column["type"]), {}))
        start = number(*words)
        for i in range(len(names)):
            name = names[(start + i) % len(names)]
            if name not in taken and not own & set(words_of(name)):
                return name
        return None


def other_name(name, table, taken, *words):
    """What people make of a name without changing what it says: an affix, an abbreviation, a word less, another order."""
    own, table_words = [word for word in name.split("_") if word], words_of(table)
    noun = table_words[-1] if table_words else "own"
    longest = max(own, key=len)
    without_vowels = longest[0] + re.sub("[aeiou]", "", longest[1:])
    ways = [f"{noun}_{name}", f"{name}_{'at' if name.endswith(('ed', 'date')) else 'value'}", f"is_{name}", f"{name}_text", f"orig_{name}", f"my{name}"]
    if len(longest) > 5:
        ways += [name.replace(longest, longest[:4]), name.replace(longest, without_vowels)]
    if len(own) > 1:
        ways += ["_".join(reversed(own)), "".join(own)]
        if len(own[0]) > 3 and own[0] not in ("last", "first"):
            ways += [own[0]]
    ways += [name[:-1] if name.endswith("s") and not name.endswith("ss") else name + "s"]
    for i in range(len(ways)):
        way = ways[(number(*words) + i) % len(ways)]
        if way != name and way not in taken:
            return way
    return name + "_2"


def free_columns(table):
    """Those that may get any name: no `id`."""
    return [i for i, column in enumerate(table["columns"]) if column["name"] != "id" and column["name"] not in table["primary_key"]]


def made_of(project, table, kind, number_of, names, truth):
    head = {"unit": "columns", "project": project, "window": 1, "id": f"{project}/{table['table']}/{number_of}"}
    tables = lambda name: name
    return unit_like(head, kind, before=renamed(table, {}, tables), after=renamed(table, names, tables), renames=truth)


def runs(tables, strangers, lengths=range(2, 13)):
    """Neighbours that all got other names. `run`: in words of their own; `strange run`: in others, which is at most a question."""
    for (project, name), table in sorted(tables.items()):
        free = free_columns(table)
        for length in lengths:
            starts = [i for i in range(len(free) - length + 1) if free[i + length - 1] - free[i] == length - 1]
            if not starts or number(project, name, length) % 3:
                continue
            start = picked(starts, project, name, length, "start")
            for kind in ("run", "strange run"):
                mapping, taken = {}, set(columns_of(table))
                for i in free[start:start + length]:
                    column = table["columns"][i]
                    words = (project, name, length, column["name"], kind)
                    new = other_name(column["name"], name, taken, *words) if kind == "run" else strangers.for_column(column, {"columns": [{"name": n} for n in taken]}, *words)
                    if not new:
                        break
                    mapping[column["name"]] = new
                    taken.add(new)
                if len(mapping) == length:
                    yield made_of(project, table, kind, length, mapping, [column_rename(a, b) for a, b in mapping.items()])


def replaced_lines(tables, strangers):
    """A column went, and another came in its place: never a rename that is carried out unasked."""
    for (project, name), table in sorted(tables.items()):
        free = free_columns(table)
        for k in range(min(3, len(free))):
            column = table["columns"][free[number(project, name, k, "line") % len(free)]]
            new = strangers.for_column(column, table, project, name, k)
            if not new:
                continue
            after = copy.deepcopy(table)
            keep = lambda one: column["name"] not in one["columns"]
            for key in ("indexes", "uniques", "fks"):
                after[key] = [one for one in after[key] if keep(one)]
            after["checks"] = [check for check in after["checks"] if not re.search(rf"\b{re.escape(column['name'])}\b", check["def"])]
            unit = made_of(project, after, "replaced line", k, {column["name"]: new}, [])
            unit["before"] = renamed(table, {}, lambda name: name)
            yield unit


def tables_among_others(tables, strangers):
    """Of a few tables some got another name, some went, and others came; what was renamed has another column or none less, more, or in another
    place."""
    by_project = {}
    for (project, name), table in sorted(tables.items()):
        if len(table["columns"]) > 2:
            by_project.setdefault(project, []).append(table)
    everything = [table for own in by_project.values() for table in own]
    for project, own in by_project.items():
        for at in range(0, len(own) - 3, 4):
            group, renames, dropped, added = own[at:at + 4], [], [], []
            taken = {table["table"] for table in own}
            for i, table in enumerate(group):
                words = (project, table["table"], "tables")
                dropped.append(table)
                if i == number(project, at) % 4:
                    continue  # this one went
                new = other_name(table["table"], picked(own, *words)["table"], taken, *words)
                taken.add(new)
                after = renamed(table, {}, lambda name, old=table["table"], new=new: new if name == old else name)
                change = number(*words, "change") % 5
                free = free_columns(after)
                if change == 1 and len(free) > 3:
                    after["columns"].pop(free[-1])
                elif change == 2:
                    after["columns"].insert(number(*words, "place") % len(after["columns"]), {"name": "extra_flag", "type": "boolean", "nullable": True, "default": None})
                elif change == 3:
                    after["columns"].sort(key=lambda column: column["name"])
                elif change == 4 and free:
                    column = after["columns"][picked(free, *words)]
                    names = {column["name"]: other_name(column["name"], new, set(columns_of(after)), *words)}
                    after = renamed(after, names, lambda name: name)
                added.append(after)
                renames.append({"kind": "table", "from": table["table"], "to": new})
            stranger = picked(everything, project, at, "stranger")
            if stranger["table"] not in taken:
                added.append(stranger)
            head = {"unit": "tables", "project": project, "window": 1, "id": f"{project}/{group[0]['table']}/{at}"}
            yield unit_like(head, "tables among others", dropped_tables=dropped, added_tables=added, renames=renames)


def all_variants(units):
    units = [unit for unit in units if "variant" not in unit]
    for unit in units:
        for kind, (before, after) in (CONVENTIONS | CHANGES_OF_CONVENTION).items():
            if unit["window"] == 1 or kind in CONVENTIONS:
                yield with_styles(unit, kind, before, after)
        if unit["unit"] == "columns":
            yield shifted(unit)
    tables = last_states(units)
    strangers = Strangers(tables)
    yield from runs(tables, strangers)
    yield from replaced_lines(tables, strangers)
    yield from tables_among_others(tables, strangers)
