"""Rows of a dump as lines in which every value stands with its column's name: the order of a table's columns makes no difference."""
import re

NAME = r'"(?:[^"]|"")*"|`(?:[^`]|``)*`'
STRING = {False: r"[A-Za-z]?'(?:[^']|'')*'", True: r"[_A-Za-z0-9]*'(?:[^'\\]|\\.|'')*'"}


def statements(text, backslash_escapes):
    """The words of each statement, a string or a quoted name being one."""
    words = []
    for word in re.findall(rf"{STRING[backslash_escapes]}|{NAME}|[(),;]|[^\s'\"`(),;]+", text, re.DOTALL):
        if word != ";":
            words.append(word)
            continue
        yield words
        words = []
    if words:
        raise ValueError(f"found `{' '.join(words)[:200]}` behind the last statement of a dump, expected `;`")


def listed(words):
    """What stands in the parentheses that open `words`, cut at its commas."""
    assert words[0] == "(", words
    depth, items = 0, [[]]
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0:
            return [" ".join(item) for item in items]
        if depth == 1 and word == ",":
            items.append([])
        elif (depth, word) != (1, "("):
            items[-1].append(word)
    raise ValueError(f"found no `)` in `{' '.join(words)[:200]}`")


def row(words):
    """`INSERT INTO table (names) … VALUES (values)`; other statements as they are."""
    if words[:2] != ["INSERT", "INTO"] or "(" not in words:
        return " ".join(words)
    opened, values = words.index("("), words.index("VALUES") + 1
    names, found = listed(words[opened:]), listed(words[values:])
    if len(names) != len(found):
        raise ValueError(f"found {len(found)} values for {len(names)} columns in `{' '.join(words)[:200]}`")
    return " ".join(words[2:opened]) + ": " + ", ".join(f"{name} = {value}" for name, value in sorted(zip(names, found)))


def by_column(dump, backslash_escapes=False):
    return "\n".join(sorted(row(words).replace("\n", "\\n") for words in statements(dump, backslash_escapes)))
