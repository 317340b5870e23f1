"""A tool that fails in the middle of a plan, on a server whose DDL commits by itself.

What was done stays done and the tool has noted a failure. From there, `schemac diff` must say nothing but what was left, statement by statement;
and written for the tool again, behind what it ran, it must lead to where the whole plan leads.
"""
import itertools, json, os, re, shutil, subprocess

from engines import Wrong

FAILS = "SELECT * FROM a_table_that_is_not_there"
SETTING = re.compile(r"^SET SESSION ", re.IGNORECASE)


def steps_of(case, between):
    """The statements of each step of the plan."""
    source, target, *options = between
    command = [case.options.schemac, "plan", f"--from={source}", f"--to={target}", "--allow-destructive", *case.renames(options), *options, "--format=json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Wrong(f"schemac plan: {done.stderr.strip()[:500]}")
    units = [unit for phase in json.loads(done.stdout)["phases"] for unit in phase["units"]]
    return [[statement["sql"] for statement in step["statements"]] for unit in units for step in unit["steps"]]


class Interrupted:
    """The migrations of a case, once more and on a database of their own, with a statement in them that fails."""

    def __init__(self, case, start, between, at):
        self.case, self.target, self.options = case, between[1], between[2:]
        self.work = os.path.join(case.work, f"interrupted_{at}")
        self.migrations = os.path.join(self.work, "migrations")
        shutil.copytree(case.migrations, self.migrations)
        self.database = case.engine.copy(start, "case_interrupted")
        self.tool = case.tool(case.engine, self.database, self.migrations, self.work)

    def fail(self):
        try:
            self.tool.up()
        except Wrong as failure:
            if "a_table_that_is_not_there" not in str(failure):
                raise Wrong(f"failed for another reason than the injected one: {failure}") from failure
            return
        raise Wrong("an injected failure did not stop the tool")

    def between(self):
        return (self.case.engine.url(self.database), self.target, *self.options)

    def rest_is_among(self, left):
        rest = [sql for step in steps_of(self.case, self.between()) for sql in step]
        more = [sql for sql in rest if sql not in left and not SETTING.match(sql)]
        if more:
            raise Wrong(f"the rest says what was not left: {more[0]}")

    def go_on(self):
        self.tool.forget_failure()
        folder = self.case.tool.folder_for(self.migrations)
        self.case.diff(*self.between(), f"--emit={self.tool.name}", f"--out={folder}")
        self.tool.up()


def try_everywhere(case, start, between, goal):
    """At every place where the tool can be made to fail; how many there are."""
    steps = steps_of(case, (case.engine.url(start), *between[1:]))
    for at in itertools.count():
        one = Interrupted(case, start, between, at)
        left = one.tool.spoil(at, steps, FAILS)
        if left is None:
            return at
        try:
            one.fail()
            one.rest_is_among(left)
            one.go_on()
            case.compare("the rest", one.database, goal)
        except Wrong as wrong:
            raise Wrong(f"interrupted at place {at + 1}: {wrong}") from wrong
