#!/usr/bin/python3
"""Imports that a signal cuts short: they end at once and by it, say how far they came, and go on when they are run again."""
import contextlib
import os
import signal
import sqlite3
import subprocess
import time
import unittest

import tool
from tool import jsonl


class Interrupt(tool.ImportCase):
    def start(self, *arguments, **more):
        """An import on its way, killed in the end whatever happens."""
        process = subprocess.Popen([tool.TOOL, "--db", self.db, "import", "certifications", *arguments],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.addCleanup(process.__exit__, None, None, None)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, condition, process):
        deadline = time.monotonic() + 60
        while not condition() and process.poll() is None:
            self.assertLess(time.monotonic(), deadline, "it never comes")
            time.sleep(0.01)

    def catches(self, number, process):
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            caught = next(int(line.split()[1], 16) for line in status if line.startswith("SigCgt"))
        return caught >> (number - 1) & 1

    def rows(self):
        with contextlib.closing(sqlite3.connect(f"file:{self.db}?mode=ro", uri=True)) as store:
            return store.execute("SELECT count(*) FROM certification").fetchone()[0]

    def test_an_interrupted_import_goes_on_when_it_is_run_again(self):
        lines = jsonl(*[self.line(external_id=f"{self.name}-{i}", issuer_name="x" * 200) for i in range(6000)])
        before = self.rows()
        process = self.start(self.path("stop.jsonl", lines))
        self.wait_for(lambda: self.rows() > before, process)  # until the first call's lines are in
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT, stderr)
        self.assertEqual(stdout, b"")
        self.assertIn(b"Run the same import again", stderr)
        there = self.rows() - before
        self.assertTrue(0 < there < 6000, there)
        self.assertIn(b"%d lines were taken" % there, stderr)
        result = self.call("import", "certifications", self.path("stop.jsonl"), "--json")
        self.assert_counts(result.json(), created=6000 - there, exists=there)

    def test_one_that_waits_for_its_input_ends_by_the_signal(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start("-")
            self.wait_for(lambda n=number, p=process: self.catches(n, p), process)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=60), -number, "though its input is still open")
            self.assertIn(b"0 lines were taken", process.stderr.read())

    def test_a_signal_that_is_ignored_stays_so(self):
        process = self.start("-", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        self.wait_for(lambda: self.catches(signal.SIGTERM, process), process)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(jsonl(self.line()), timeout=60)
        self.assertEqual(process.returncode, tool.OK, stderr)
        self.assertIn(b"created    1\n", stdout)

    def test_the_rejected_lines_of_a_part_of_the_file_replace_nothing(self):
        path = self.path("parts.jsonl", b"earlier\n")
        process = self.start("-", "--rejected", path)
        process.stdin.write(jsonl(*[self.line(source="?", issuer_name="x" * 250) for _ in range(2000)]))
        process.stdin.flush()
        self.wait_for(lambda: os.path.exists(path + ".partial"), process)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), -signal.SIGTERM)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), b"earlier\n")
        self.assertFalse(os.path.exists(path + ".partial"))


if __name__ == "__main__":
    unittest.main()
