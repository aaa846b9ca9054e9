"""Runs the command line for the tests: `TEST.py TOOL`. Each test case has a folder and a seeded store of its own."""
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

TOOL = os.path.abspath(sys.argv.pop(1))
OK, USAGE, REFUSED, STATE, ENVIRONMENT = 0, 2, 3, 4, 5
NOW = ["--now", "2026-01-15T08:00:00.000Z"]


class Result:
    """What one run of the tool did."""

    def __init__(self, code, stdout, stderr):
        self.code, self.stdout, self.stderr = code, stdout, stderr

    def json(self):
        return json.loads(self.stdout)

    def problem(self):
        return json.loads(self.stderr)

    def __repr__(self):
        return f"exit code {self.code}\nstdout {self.stdout!r}\nstderr {self.stderr!r}"


def run(*arguments, stdin=b"", environment=None, folder=None):
    """Runs the tool with its output piped, in that folder if there is one."""
    completed = subprocess.run([TOOL, *arguments], input=stdin, capture_output=True, timeout=60, cwd=folder,
                               env={**os.environ, **(environment or {})}, check=False)
    return Result(completed.returncode, completed.stdout, completed.stderr)


def run_on_terminal(*arguments, columns=100, environment=None):
    """Runs the tool with both output streams on terminals of that width."""
    ends = [pty.openpty(), pty.openpty()]
    for _, slave in ends:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    merged = {**os.environ, "TERM": "xterm", **(environment or {})}
    merged = {name: value for name, value in merged.items() if value is not None}
    process = subprocess.Popen([TOOL, *arguments], stdin=subprocess.DEVNULL, stdout=ends[0][1], stderr=ends[1][1],
                               env=merged)
    texts = []
    for master, slave in ends:
        os.close(slave)
        texts.append(read_terminal(master).replace(b"\r\n", b"\n"))
        os.close(master)
    return Result(process.wait(timeout=60), *texts)


def read_terminal(master):
    chunks = []
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # how a terminal says that its other end is closed
            return b"".join(chunks)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def catalog():
    return run("describe").json()


class StoreCase(unittest.TestCase):
    """A test with a store that holds an organization, a member, a type and one certification."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.db = os.path.join(cls.folder.name, "certs.db")
        cls.organization = cls.create("organization", {"name": "Nordsee Wind Service"})
        cls.member = cls.create("member", {"organization_id": cls.organization, "display_name": "Mette Holm"})
        cls.type = cls.create("certification-type", {
            "organization_id": cls.organization, "slug": "heights", "title": "Working at Heights",
            "validity_period": {"unit": "month", "count": 24}})
        cls.body = {"organization_id": cls.organization, "organization_member_id": cls.member,
                    "certification_type_id": cls.type, "issued_on": "2023-12-25"}
        cls.card = cls.create("certification", cls.body)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def create(cls, resource, request):
        result = run("--db", cls.db, resource, "create", "-", *NOW, stdin=json.dumps(request).encode())
        assert result.code == OK, result
        return result.json()["data"]["id"]

    def call(self, *arguments, stdin=b""):
        """Runs an operation on the store, with its output piped."""
        return run("--db", self.db, *arguments, stdin=stdin)

    def path(self, name, content=None):
        """A file in the test's folder, written if there is content."""
        path = os.path.join(self.folder.name, name)
        if content is not None:
            with open(path, "wb") as file:
                file.write(content)
        return path

    def snapshot(self):
        """All certifications and members, to show that nothing was written."""
        return [self.call(resource, "list", "--limit", "200", *NOW).stdout for resource in ("certification", "member")]

    def assert_exit(self, result, code):
        self.assertEqual(result.code, code, result)
        if code != OK:
            self.assertEqual(result.stdout, b"", result)
            self.assertNotEqual(result.stderr, b"", result)

    def assert_usage(self, result, *words):
        """A usage error that says these words, in text."""
        self.assert_exit(result, USAGE)
        text = result.stderr.decode()
        self.assertTrue(text.startswith("certlite: "), text)
        self.assertIn("--help", text)
        for word in words:
            self.assertIn(word, text)

    def assert_problem(self, result, code, problem, *rules_at):
        """A problem in JSON with that code, and among its violations these (rule, pointer)."""
        self.assert_exit(result, code)
        document = result.problem()
        self.assertEqual(document["code"], problem, result)
        found = [(violation["rule"], violation["pointer"]) for violation in document.get("violations", [])]
        for rule_at in rules_at:
            self.assertIn(rule_at, found)


def jsonl(*records):
    """The records as JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


class ImportCase(StoreCase):
    """A test of imports of certifications; its files are named after it."""

    def setUp(self):
        self.name = self.id().rsplit(".", 1)[1]
        self.before = len(self.cards())

    def cards(self):
        return self.call("export", "certifications").stdout.decode().splitlines()

    def bring(self, name, content, *flags, code=OK):
        """Imports a file of certifications and answers the summary."""
        result = self.call("import", "certifications", self.path(f"{self.name}.{name}", content), "--json", *flags)
        self.assertEqual(result.code, code, result)
        return {**result.json(), "stderr": result.stderr.decode()}

    def rejected(self, name):
        with open(self.path(f"{self.name}.{name}.rejected.jsonl"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def assert_counts(self, summary, **counts):
        told = {name: summary[name] for name in ("created", "updated", "unchanged", "exists", "replayed", "withheld",
                                                 "refused") if summary[name]}
        self.assertEqual(told, counts, summary)

    def line(self, **more):
        return {"organization_member_id": self.member, "certification_type_slug": "heights", **more}
