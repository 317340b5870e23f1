"""Schemas of any size to measure with: tables with plain columns, defaults, foreign keys and indexes, and the same with a change
in every hundredth table. The same size and seed give the same text."""
import dataclasses, random, sqlite3

TYPES = ["bigint", "integer", "smallint", "text", "varchar(120)", "numeric(10,2)", "boolean", "timestamptz", "date", "jsonb", "uuid", "float8"]
DEFAULTS = {"bigint": "0", "integer": "1", "text": "''", "varchar(120)": "'none'", "boolean": "false", "timestamptz": "now()"}
SPELLED = {"sqlite": {"timestamptz": "text", "jsonb": "text", "uuid": "text", "float8": "real"},
           "mysql": {"timestamptz": "timestamp", "jsonb": "json", "uuid": "char(36)", "float8": "double"}, "postgresql": {}}
PRISMA_TYPES = {"bigint": "BigInt", "integer": "Int", "smallint": "Int @db.SmallInt", "text": "String", "varchar(120)": "String @db.VarChar(120)",
                "numeric(10,2)": "Decimal @db.Decimal(10, 2)", "boolean": "Boolean", "timestamptz": "DateTime @db.Timestamptz", "date": "DateTime @db.Date",
                "jsonb": "Json", "uuid": "String @db.Uuid", "float8": "Float"}
SUBJECTS = ["account", "invoice", "shipment", "ticket", "message", "product", "review", "session"]
QUALITIES = ["state", "amount", "label", "owner", "moment", "remark", "weight", "origin", "score", "region"]


@dataclasses.dataclass
class Column:
    name: str
    type: str
    required: bool
    default: str = ""


@dataclasses.dataclass
class Table:
    name: str
    columns: list
    references: list  # (column, table)
    indexes: list     # lists of columns


def tables(count, seed=1, columns=None):
    """`columns`: how many a table has beside its key; else between five and fifteen, and foreign keys to tables before it."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        table = Table(f"{dice.choice(SUBJECTS)}_{number}", [], [], [])
        for at in range(columns or dice.randint(5, 15)):
            type_ = dice.choice(TYPES)
            default = DEFAULTS.get(type_, "") if dice.random() < 0.3 else ""
            table.columns.append(Column(f"{dice.choice(QUALITIES)}_{at}", type_, dice.random() < 0.5, default))
        for target in {dice.randrange(number) for _ in range(dice.randint(0, 3))} if number and not columns else ():
            table.columns.append(Column(f"{made[target].name}_id", "bigint", False))
            table.references.append((f"{made[target].name}_id", made[target].name))
        candidates = [column.name for column in table.columns if column.type != "jsonb"]
        table.indexes = [[name] for name in dice.sample(candidates, min(2, len(candidates)))]
        made.append(table)
    return made


def changed(before, seed=2):
    """A copy in which one table in a hundred differs: a column more, one less, another type, an index more; and a new table."""
    dice = random.Random(seed)
    after = [dataclasses.replace(table, columns=list(table.columns), indexes=list(table.indexes)) for table in before]
    for table in dice.sample(after, max(1, len(after) // 100)):
        used = {name for index in table.indexes for name in index} | {column for column, _ in table.references}
        free = [column for column in table.columns if column.name not in used]
        kind = dice.randrange(4)
        if kind == 0 or not free:
            table.columns.append(Column("added", "text", False))
        elif kind == 1:
            table.columns.remove(free[0])
        elif kind == 2:
            place = table.columns.index(free[0])
            table.columns[place] = dataclasses.replace(free[0], type="text", default="")
        else:
            table.indexes.append([free[-1].name] if free[-1].type != "jsonb" else ["id"])
    after.append(Table("latest", [Column("label", "text", True)], [], []))
    return after


def all_changed(before):
    """A copy in which every table has a column more."""
    return [dataclasses.replace(table, columns=table.columns + [Column("added", "text", False)]) for table in before]


def renamed(before):
    """A copy in which every table has another name."""
    return [dataclasses.replace(table, name=f"app_{table.name}", references=[(column, f"app_{target}") for column, target in table.references]) for table in before]


def circles(count):
    """Pairs of tables that refer to each other."""
    made = []
    for number in range(count):
        for own, other in (("left", "right"), ("right", "left")):
            made.append(Table(f"{own}_{number}", [Column("other", "bigint", False)], [("other", f"{other}_{number}")], []))
    return made


def sql(schema, engine):
    """CREATE statements for `postgresql`, `mysql` or `sqlite`."""
    out = []
    for table in schema:
        lines = ["id integer PRIMARY KEY" if engine == "sqlite" else "id bigint PRIMARY KEY"]
        lines += [column_sql(column, engine) for column in table.columns]
        if engine != "postgresql":
            lines += [f"CONSTRAINT {table.name}_{column}_fkey FOREIGN KEY ({column}) REFERENCES {target} (id)" for column, target in table.references]
        indexes = [(f"INDEX {table.name}_{'_'.join(index)}_idx", "(" + ", ".join(key_sql(table, name, engine) for name in index) + ")") for index in table.indexes]
        if engine == "mysql":  # every ALTER of its own takes it a while
            lines += [f"{name} {keys}" for name, keys in indexes]
        out.append(f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n);")
        if engine != "mysql":
            out += [f"CREATE {name} ON {table.name} {keys};" for name, keys in indexes]
    if engine == "postgresql":
        for table in schema:
            out += [f"ALTER TABLE {table.name} ADD FOREIGN KEY ({column}) REFERENCES {target} (id);" for column, target in table.references]
    return "\n".join(out) + "\n"


def column_sql(column, engine):
    default = "CURRENT_TIMESTAMP" if engine != "postgresql" and column.default == "now()" else column.default
    if engine == "mysql" and column.type == "text" and default:
        default = f"({default})"  # MySQL's texts take expressions alone
    null = " NULL" if engine == "mysql" and column.type == "timestamptz" and not column.required else ""
    words = f"{column.name} {SPELLED[engine].get(column.type, column.type)}{null}" + (f" DEFAULT {default}" if default else "")
    return words + (" NOT NULL" if column.required else "")


def key_sql(table, name, engine):
    """MySQL's indexes take a beginning of a text."""
    return name + "(20)" if engine == "mysql" and any(column.name == name and column.type == "text" for column in table.columns) else name


def objects(schema, edition=1):
    """For every tenth table a view, a function, and a trigger that calls one; PostgreSQL. Of another edition one in a hundred differs."""
    out = ["CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"]
    for number, table in enumerate(schema[::10]):
        columns = ", ".join(column.name for column in table.columns[:4])
        least = edition if number % 100 == 50 else 0
        out += [f"CREATE VIEW {table.name}_view AS SELECT id, {columns} FROM {table.name} WHERE id > {least};",
                f"CREATE FUNCTION {table.name}_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) + {least} FROM {table.name}';",
                f"CREATE TRIGGER {table.name}_touch BEFORE UPDATE ON {table.name} FOR EACH ROW EXECUTE FUNCTION touch();"]
    return "\n".join(out) + "\n"


def sqlite_file(schema, path):
    """A database of these tables. SQLite reads its whole catalogue again for every CREATE: 10,000 tables take minutes. Nobody reads
    rows here, so the entries are written into the catalogue as they are, and all tables share one page; so do their indexes, each
    with those of other tables."""
    most = max(len(table.indexes) for table in schema)
    with sqlite3.connect(path) as database:
        database.executescript("CREATE TABLE pattern (a);" + "".join(f"CREATE INDEX pattern_{at} ON pattern (a);" for at in range(most))
                               + "PRAGMA writable_schema = ON;")
        (root,), *index_roots = database.execute("SELECT rootpage FROM sqlite_schema ORDER BY type DESC, name")
        entries, place = [], 0
        for statement in sql(schema, "sqlite").split(";\n")[:-1]:
            words = statement.split()
            if words[1] == "TABLE":
                entries.append(("table", words[2], words[2], root, statement))
                place = 0
            else:
                entries.append(("index", words[2], words[4], index_roots[place][0], statement))
                place += 1
        database.executemany("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", entries)
        database.execute("DELETE FROM sqlite_schema WHERE tbl_name = 'pattern'")
    return path


def schemac(schema):
    out = ["dialect postgresql 15\n"]
    for table in schema:
        out.append(f"table {table.name} {{\n  id  bigint  primary key")
        targets = dict(table.references)
        for column in table.columns:
            default = f"  default `{column.default}`" if column.default else ""
            target = f"  references {targets[column.name]} (id)" if column.name in targets else ""
            out.append(f"  {column.name}  {column.type}" + ("  not null" if column.required else "") + default + target)
        out += [""] + [f"  index ({', '.join(index)})" for index in table.indexes] + ["}\n"]
    return "\n".join(out)


def prisma(schema):
    """Without relations: what is measured is reading."""
    out = ['datasource db {\n  provider = "postgresql"\n}\n']
    for table in schema:
        model = table.name.title().replace("_", "")
        out.append(f"model {model} {{\n  id BigInt @id @default(autoincrement())")
        for column in table.columns:
            word, _, native = PRISMA_TYPES[column.type].partition(" ")
            default = f" @default({column.default})" if column.default in ("now()", "0", "1", "false") else ""
            out.append(f"  {column.name} {word}{'' if column.required else '?'} {native}{default}".rstrip())
        out += [""] + [f"  @@index([{', '.join(index)}])" for index in table.indexes] + [f'  @@map("{table.name}")\n}}\n']
    return "\n".join(out)
