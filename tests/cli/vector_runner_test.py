#!/usr/bin/python3
"""That the golden vectors' runner fails when it should: a runner that can't fail proves nothing."""
import copy
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import tool

RUNNER = Path(__file__).parent.parent / "vectors" / "run_cli.py"
UNKNOWN_ID = "01890000-0000-7000-8000-000000000000"


def step(operation, request, expect, **others):
    return {"operation": operation, "principal": {"system": True}, "request": request, "key": None,
            "now": "2026-01-15T08:00:00.000Z", "as_of": None, "expect": expect, **others}


class VectorRunner(unittest.TestCase):
    """Each test changes one thing about vectors that pass."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        flags = ["--id-seed", "1", "--now", "2026-01-15T08:00:00.000Z", "--json"]
        database = os.path.join(self.folder.name, "expected.db")
        created = tool.run("--db", database, "organization", "create", "--name", "Ü", "--key", "k", *flags)
        missing = tool.run("--db", database, "organization", "get", "--id", UNKNOWN_ID, *flags)
        answer, problem = created.stdout.decode().rstrip("\n"), missing.stderr.decode().rstrip("\n")
        self.vector = {"name": "sample", "id_seed": 1, "steps": [
            step("organization.create", {"name": "Ü"}, {"status": "ok", "outcome": "created", "response": answer},
                 key="k"),
            step("organization.create", {"name": "Ü"}, {"status": "ok", "outcome": "replayed", "response": answer},
                 key="k", now="2027-01-15T08:00:00.000Z"),
            step("organization.get", {"id": UNKNOWN_ID}, {"status": "not_found", "problem": problem}),
        ]}
        self.manifest = {"vectors": 1, "steps": 3}

    def run_vectors(self):
        folder = Path(self.folder.name)
        (folder / "sample.json").write_text(json.dumps(self.vector), encoding="utf-8")
        (folder / "manifest.json").write_text(json.dumps(self.manifest), encoding="utf-8")
        return subprocess.run([sys.executable, RUNNER, tool.TOOL, folder], capture_output=True, text=True, check=False)

    def test_true_vectors_pass(self):
        completed = self.run_vectors()
        self.assertEqual(completed.returncode, 0, completed.stdout + completed.stderr)
        self.assertIn("1 vectors, 3 steps", completed.stdout)

    def test_any_difference_fails(self):
        def in_step(number, change):
            return lambda: change(self.vector["steps"][number])

        def in_expect(number, member, value):
            return lambda: self.vector["steps"][number]["expect"].update({member: value})

        answer = self.vector["steps"][0]["expect"]["response"]
        problem = self.vector["steps"][2]["expect"]["problem"]
        changes = {
            "a byte of the response": in_expect(0, "response", answer.replace('"data"', '"Data"')),
            "a space in the response": in_expect(0, "response", answer + " "),
            "a byte of the problem": in_expect(2, "problem", problem.replace("404", "405")),
            "the outcome": in_expect(1, "outcome", "created"),
            "the status": in_expect(2, "status", "conflict"),
            "a success expected": in_step(2, lambda s: s.update(expect=self.vector["steps"][0]["expect"])),
            "a problem expected": in_step(1, lambda s: s.update(expect=self.vector["steps"][2]["expect"])),
            "an operation that isn't there": in_step(0, lambda s: s.update(operation="organization.invent")),
            "a member that isn't known": in_step(0, lambda s: s.update(lenient=True)),
            "another seed": lambda: self.vector.update(id_seed=2),
            "another clock": in_step(0, lambda s: s.update(now="2026-01-15T08:00:00.001Z")),
            "a step too few": lambda: self.vector["steps"].pop(),
            "more vectors declared": lambda: self.manifest.update(vectors=2),
            "fewer steps declared": lambda: self.manifest.update(steps=2),
            "no steps at all": lambda: (self.vector["steps"].clear(), self.manifest.update(steps=0)),
        }
        original = copy.deepcopy((self.vector, self.manifest))
        for what, change in changes.items():
            with self.subTest(what):
                self.vector, self.manifest = copy.deepcopy(original)
                change()
                completed = self.run_vectors()
                self.assertEqual(completed.returncode, 1, completed.stdout + completed.stderr)


if __name__ == "__main__":
    unittest.main()
