"""MySQL and MariaDB for the tests that run other people's migration tools; catalogues are read by mariadb-dump, not by schemac."""
import os, re, sys, urllib.parse

from engines import BOOKKEEPING, ROOT, must, steady
from dumped_rows import by_column


class Mysql:
    name = "mysql"
    # What holds rows alone, and what says when and by which program it was written.
    COUNTER = re.compile(r" AUTO_INCREMENT=\d+")
    CHARSET = re.compile(r" CHARACTER SET (\w+)(?= COLLATE \1_)")  # said or not, by MySQL 8, as the statement did
    COPIED = re.compile(r" FOR EACH ROW +")  # a trigger that went through a dump

    def __init__(self, server, run):
        parts = urllib.parse.urlparse(server)
        self.server, self.run_name = server.rstrip("/"), run
        self.words = ["--no-defaults", f"-u{parts.username or 'root'}", f"-h{parts.hostname}", f"-P{parts.port or 3306}", "--protocol=tcp",
                      "--default-character-set=utf8mb4"]

    def make(self, name, sql, undelimited=False):
        """`undelimited`: the server itself is to find the ends of statements, of routines' bodies too."""
        made = self.database(name)
        self.run(made, f"DELIMITER end_of_file\n{sql}\nend_of_file\n" if undelimited else sql)
        return made

    def copy(self, source, name):
        made = self.database(name)
        self.run(made, self.dump(source, "--routines", "--triggers", "--events"))
        return made

    # Neither two runs on one server meet, nor two processes of one run.
    def database(self, name):
        name = f"{name}_{self.run_name}_{os.getpid()}"
        self.run("information_schema", f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;")
        return name

    def url(self, name):
        return f"{self.server}/{name}"

    def run(self, name, sql):
        must(["mariadb", *self.words, name], "mariadb", input=sql)

    def ask(self, name, sql):
        return must(["mariadb", *self.words, "-N", "-B", name], "mariadb", input=sql).replace("\t", "|")

    def is_new_enough(self, since):
        """A line for each server that has it: `mysql 8.0.16`."""
        version = self.ask("information_schema", "SELECT VERSION();")
        name, numbers = "mariadb" if "MariaDB" in version else "mysql", re.match(r"[\d.]+", version)[0]
        first = dict(line.split() for line in since.splitlines())
        return name in first and [int(part) for part in numbers.split(".")] >= [int(part) for part in first[name].split(".")]

    def fill(self, name):
        sys.path.append(os.path.join(ROOT, "tests", "judge"))
        import converge_mysql
        converge_mysql.fill(converge_mysql.Server(self.server, "mariadb", 60), name)

    def dump(self, name, *options):
        left_out = [f"--ignore-table={name}.{table}" for table in BOOKKEEPING]
        text = must(["mariadb-dump", *self.words, "--skip-comments", "--skip-add-locks", "--skip-extended-insert", "--hex-blob", "--order-by-primary", *left_out, *options, name],
                    "mariadb-dump")
        return text.replace(f"`{name}`.", "")

    def state(self, name):
        """The catalogue and the rows. AUTO_INCREMENT's place is a matter of rows that may be gone again."""
        catalogue = self.dump(name, "--no-data", "--routines", "--triggers", "--events", "--compact")
        rows = self.dump(name, "--no-create-info", "--skip-triggers", "--compact", "--complete-insert")
        kept = [line for line in self.COUNTER.sub("", catalogue).splitlines() if line and not line.startswith(("/*!50001 SET", "/*!50003 SET", "/*!40101 SET", "/*M!999999"))]
        inserts = "\n".join(line for line in rows.splitlines() if line.startswith("INSERT"))
        return steady(self.CHARSET.sub("", self.COPIED.sub(" FOR EACH ROW ", "\n".join(kept)))), steady(by_column(inserts, backslash_escapes=True))

    def clean(self):
        """Drops what every process of the run has made."""
        for name in self.ask("information_schema", f"SELECT SCHEMA_NAME FROM SCHEMATA WHERE SCHEMA_NAME LIKE '%\\\\_{self.run_name}\\\\_%'").split():
            self.run("information_schema", f"DROP DATABASE IF EXISTS {name}")
