"""A program that stays and answers, for tools whose start takes longer than their work (Node, Java)."""
import select, subprocess, tempfile

from engines import Wrong


class Resident:
    """One request a line, one answer a line: `ok`, or `error` and the message with its line breaks written as \\n."""

    def __init__(self, command, environment=None, patience=60):
        self.command, self.environment, self.patience, self.process = command, environment, patience, None

    def start(self):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, env=self.environment)

    def ask(self, request, doing):
        if self.process is None:
            self.start()
        self.process.stdin.write(request.encode() + b"\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], self.patience)[0]:
            self.process.kill()
            self.process = None
            raise Wrong(f"{doing}: no answer in {self.patience} seconds")
        answer = self.process.stdout.readline().decode().rstrip("\n")
        if answer.startswith("error "):
            raise Wrong(f"{doing}: " + answer[6:].replace("\\n", "\n")[:1500])
        if answer != "ok":
            self.errors.seek(0)
            self.process = None
            raise Wrong(f"{doing}: the program ended: {answer} {self.errors.read().decode(errors='replace')[-1500:]}")
