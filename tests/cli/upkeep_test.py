#!/usr/bin/python3
"""Backup, check and compact on the command line: what is answered, and the exit codes that a script goes by."""
import os
import pathlib
import shutil
import sqlite3
import tempfile
import unittest

import tool


class Upkeep(tool.StoreCase):
    def setUp(self):
        """A copy of the store, for each test to do with as it likes."""
        own = tempfile.TemporaryDirectory()
        self.addCleanup(own.cleanup)
        self.db = shutil.copy(self.db, own.name)

    def place(self, name):
        return os.path.join(os.path.dirname(self.db), name)

    def bytes_of(self, name):
        return pathlib.Path(self.place(name)).read_bytes()

    def damage(self):
        database = sqlite3.connect(self.db)
        database.execute("UPDATE certification SET revision = revision + 1")
        database.commit()
        database.close()

    def test_a_sound_store_is_told_so(self):
        for arguments, depth in ([], "quick"), (["--full"], "full"):
            result = tool.run("--db", self.db, "check", *arguments)
            self.assertEqual(result.code, tool.OK, result)
            self.assertEqual(result.json()["data"]["is_sound"], True)
            self.assertEqual(result.json()["data"]["depth"], depth)

    def test_what_is_found_is_an_answer_and_an_exit_code(self):
        self.damage()
        for arguments in ["check"], ["check", "--full"], ["engine", "check"]:
            result = tool.run("--db", self.db, *arguments)
            self.assertEqual(result.code, tool.STATE, result)
            self.assertEqual(result.json()["data"]["findings"][0]["part"], "versions")
        shown = tool.run_on_terminal("--db", self.db, "check")
        self.assertEqual(shown.code, tool.STATE)
        self.assertIn("not in the history", shown.stdout.decode())

    def test_a_check_makes_no_store(self):
        for command in ["check"], ["backup", self.place("b.db")]:
            result = tool.run("--db", self.place("missing.db"), *command)
            self.assertEqual(result.code, tool.ENVIRONMENT, result)
            self.assertEqual(sorted(name for name in os.listdir(self.place("")) if name.endswith((".db"))),
                             [os.path.basename(self.db)])

    def test_a_backup_is_a_store_and_overwrites_nothing(self):
        result = tool.run("--db", os.path.basename(self.db), "backup", "monday.db", folder=self.place(""))
        self.assertEqual(result.code, tool.OK, result)
        told = result.json()["data"]
        self.assertEqual(told["path"], os.path.realpath(self.place("monday.db")))
        self.assertEqual(tool.run("--db", self.place("monday.db"), "check", "--full").code, tool.OK)
        before = self.bytes_of("monday.db")
        again = tool.run("--db", self.db, "--json", "backup", self.place("monday.db"))
        self.assertEqual(again.code, tool.STATE, again)
        self.assertEqual(again.problem()["violations"][0]["rule"], "backup.free")
        self.assertEqual(before, self.bytes_of("monday.db"))
        own = tool.run("--db", self.db, "backup", self.db + "-wal")
        self.assertEqual(own.code, tool.REFUSED, own)

    def test_a_backup_is_replaced_where_that_is_said(self):
        pathlib.Path(self.place("latest.db")).write_text("of yesterday")
        result = tool.run("--db", self.db, "backup", self.place("latest.db"), "--replace")
        self.assertEqual(result.code, tool.OK, result)
        self.assertEqual(len(self.bytes_of("latest.db")), result.json()["data"]["byte_count"])

    def test_whoever_waits_at_a_terminal_is_told_for_what_and_how_long(self):
        reader = sqlite3.connect(self.db, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM member").fetchone()
        tool.run("--db", self.db, "member", "update", "--id", self.member, "--display-name", "M")
        result = tool.run_on_terminal("--db", self.db, "compact", "--busy-timeout-ms", "1500")
        reader.close()
        self.assertEqual(result.code, tool.ENVIRONMENT, result)
        self.assertRegex(result.stderr.decode(), r"engine\.compact  \d\.\d s")
        self.assertEqual(tool.run_on_terminal("--db", self.db, "compact").code, tool.OK)

    def test_compacting_tells_the_bytes(self):
        result = tool.run("--db", self.db, "compact")
        self.assertEqual(result.code, tool.OK, result)
        self.assertEqual(result.json()["data"]["bytes_after"], os.path.getsize(self.db))
        self.assertEqual(tool.run("--db", self.db, "compact", "it").code, tool.USAGE)

    def test_mistakes_are_told_before_the_store_is_opened(self):
        for arguments, sentence in ((["backup"], "where to?"), (["backup", "a", "b"], "'b' is too many"),
                                    (["check", "a"], "'a' is too many"), (["check", "--ful"], "--full"),
                                    (["chek"], "check"), (["--key", "k", "check"], "--key")):
            result = tool.run("--db", self.place("missing.db"), *arguments)
            self.assertEqual(result.code, tool.USAGE, result)
            self.assertIn(sentence, result.stderr.decode())
        self.assertIn(b"--db", tool.run("check").stderr)

    def test_help_tells_the_exit_codes(self):
        for command in "backup", "check", "compact":
            result = tool.run(command, "--help")
            self.assertEqual(result.code, tool.OK)
            for words in "Exit codes", "Examples", f"certlite --db certs.db {command}":
                self.assertIn(words, result.stdout.decode())


if __name__ == "__main__":
    unittest.main()
