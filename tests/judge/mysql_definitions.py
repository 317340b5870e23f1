"""Definitions of MySQL and MariaDB in every spelling that somebody may write: what `cases/mysql_definitions` lists, and random compositions.

A definition is (kind, text): the text is what stands behind CREATE TABLE and the name; `@` in it is the table's name. What a server does not
know it refuses, and then the definition is left out.
"""
import os, random

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "cases", "mysql_definitions")

COLUMNS = ("k int, a int, b int, u int unsigned, n decimal(10,2), f double, s varchar(50), s2 varchar(50), t text, d date, dt datetime, "
           "dt3 datetime(3), tm time, y year, j json, e enum('a','B'), bn varbinary(20), bt bit(8), p point")


def lines(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return [line for line in file.read().split("\n") if line]


def of_defaults():
    """Types on a line, and below them the constants and expressions that are tried beside each."""
    types = []
    for line in lines("defaults.txt"):
        if not line.startswith(" "):
            types = line.split(" | ")
            continue
        for type in types:
            yield "default", f"(k int, c {type} DEFAULT {line.strip()}, l int)"
            yield "default", f"(c {type} NOT NULL DEFAULT {line.strip()})"


def of_condition(condition):
    yield "check", f"({COLUMNS}, CHECK ({condition}))"
    yield "check", f"({COLUMNS}, v int CHECK (v > 0), CONSTRAINT ch CHECK ({condition}))"
    yield "generated", f"({COLUMNS}, g tinyint(1) AS ({condition}))"


def of_expression(expression):
    yield "generated", f"({COLUMNS}, g varchar(200) GENERATED ALWAYS AS ({expression}) STORED)"
    yield "generated", f"({COLUMNS}, g longtext AS ({expression}) VIRTUAL NULL)"
    yield "functional index", f"({COLUMNS}, KEY ix (({expression})))"
    yield "functional index", f"({COLUMNS}, UNIQUE KEY ix (k, (CAST({expression} AS CHAR(30))) DESC))"
    yield "check", f"({COLUMNS}, CHECK ({expression} <> 'x'))"
    yield "check", f"({COLUMNS}, CHECK (({expression}) IS NOT NULL OR a > 0))"
    yield "default", f"({COLUMNS}, g varchar(200) DEFAULT ({expression}))"


def fixed():
    """Everything that is listed, once."""
    yield from of_defaults()
    for condition in lines("conditions.txt"):
        yield from of_condition(condition)
    for expression in lines("expressions.txt"):
        yield from of_expression(expression)
    for text in lines("partitions.txt"):
        yield "partitioning", text
    for text in lines("options.txt"):
        yield "option", text


class Composer:
    """Expressions made of other expressions: `{}` is a value, `{c}` a condition."""

    LEAVES = ("a b u n f s s2 d dt e y `a` `s` x'41' 1 0 -1 2.50 1e2 'x' \"y\" '' NULL TRUE FALSE DATE'2020-1-2' 007").split()
    CALLS = """ABS({});COALESCE({}, {});IFNULL({}, {});NULLIF({}, {});IF({c}, {}, {});CONCAT({}, {});UPPER({});LCASE({});LENGTH({})
SUBSTR({} FROM 2);SUBSTRING({}, 1, 3);TRIM({});ROUND({});CEIL({});MOD({}, {});GREATEST({}, {});DATE({});YEAR({});DAY({});HEX({});SIGN({})
CAST({} AS SIGNED);CAST({} AS CHAR(20));CONVERT({}, DECIMAL(10,2));BINARY {};CASE WHEN {c} THEN {} ELSE {} END;CASE {} WHEN {} THEN {} END
LEFT({}, 2);REPLACE({}, 'x', 'y');INSTR({}, 'x');POSITION('x' IN {});DATE_ADD({}, INTERVAL 1 DAY);({} + INTERVAL 2 HOUR);POW({}, 2);BIN({})
FORMAT({}, 1);CONCAT_WS('-', {}, {});LPAD({}, 3, '0');EXTRACT(YEAR FROM {});DATEDIFF({}, {});CHAR_LENGTH({})""".replace("\n", ";").split(";")
    OPERATORS = ("{} + {};{} - {};{} * {};{} / {};{} DIV {};{} % {};{} MOD {};{} & {};{} | {};{} ^ {};{} << {};-{};~{};({});+{};"
                 "{} COLLATE utf8mb4_bin").split(";")
    TESTS = """{} = {};{} <> {};{} != {};{} < {};{} >= {};{} <=> {};{} IS NULL;{} IS NOT NULL;{} IN ({}, {});{} NOT IN ({});{} IN ({})
{} BETWEEN {} AND {};{} NOT BETWEEN {} AND {};{} LIKE 'x%';{} NOT LIKE '%y\\_';{} REGEXP 'x';{} NOT RLIKE 'y';ISNULL({});{} IS TRUE
{} IS NOT FALSE;{c} IS NOT TRUE;{c} IS UNKNOWN;{}""".replace("\n", ";").split(";")
    JOINTS = ("NOT {c};NOT ({c});!({c});!{};{c} AND {c};{c} OR {c};{c} && {c};{c} XOR {c};({c}) AND ({c});({c}) OR ({c});NOT ({c} AND {c});"
              "NOT ({c} OR {c});({c}) = ({c});({c})").split(";")

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.one_of = self.random.choice

    def value(self, depth):
        if depth <= 0 or self.random.random() < 0.25:
            return self.one_of(self.LEAVES)
        return self.filled(self.one_of(self.CALLS if self.random.random() < 0.55 else self.OPERATORS), depth)

    def condition(self, depth):
        if depth <= 0 or self.random.random() < 0.3:
            return self.filled(self.one_of(self.TESTS), depth)
        return self.filled(self.one_of(self.JOINTS), depth)

    def filled(self, pattern, depth):
        out = ""
        for piece in pattern.replace("{c}", "\0c\0").replace("{}", "\0v\0").split("\0"):
            if piece == "c":
                out += self.condition(depth - 1)
            elif piece == "v":
                inner = self.value(depth - 1)
                out += inner if inner.isalnum() or self.random.random() < 0.5 else f"({inner})"
            else:
                out += piece
        return out

    def definition(self):
        way = self.random.random()
        if way < 0.4:
            return "random check", f"({COLUMNS}, CHECK ({self.condition(self.one_of((1, 2, 3)))}))"
        if way < 0.6:
            return "random generated", f"({COLUMNS}, g int AS ({self.condition(2)}) {self.one_of(('VIRTUAL', 'STORED'))})"
        if way < 0.9:
            return "random generated", f"({COLUMNS}, g varchar(200) AS ({self.value(3)}))"
        return "random index", f"({COLUMNS}, KEY ix (({self.value(3)})))"


def random_ones(seed, count):
    composer = Composer(seed)
    for _ in range(count):
        yield composer.definition()
