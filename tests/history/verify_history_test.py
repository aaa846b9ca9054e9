#!/usr/bin/python3
"""`verify_history_test.py TOOL`: verify_history.py, which knows no more than docs/history.md, and the engine agree on
what is whole, and on where a file that was changed is broken."""
import hashlib
import hmac
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import unittest
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
import tool

NIL = "00000000-0000-0000-0000-000000000000"
NO_HEAD = "0:" + "0" * 64
LAST = 12  # entry of the first organization's chain


def key_of(sequence):
    """The key of an entry of the first organization's chain."""
    return 1 << 40 | sequence


def forged(file):
    """An entry after the last that keeps to docs/history.md, though no record is at that version."""
    columns = ("instant", "operation", "resource_id", "revision", "hash")
    instant, operation, resource, revision, previous = file.execute(
        f"SELECT {', '.join(columns)} FROM history WHERE key = ?", [key_of(LAST)]).fetchone()
    organization, = file.execute("SELECT id FROM organization WHERE key = 1").fetchone()
    payload, payload_key = '{"answer":{},"principal":{"system":true},"reason":null}', bytes(32)
    commitment = hmac.digest(payload_key, payload.encode(), "sha256")
    link = (b"certlite-history-1\0" + organization + struct.pack(">QqI", LAST + 1, instant, len(operation))
            + operation.encode() + resource + struct.pack(">Q", revision + 1) + commitment + previous)
    return [key_of(LAST + 1), instant, operation, resource, revision + 1, LAST, 2, payload, payload_key, commitment,
            hashlib.sha256(link).digest()]


class VerifyHistory(unittest.TestCase):
    """Each test verifies a copy of one store, as it is or changed."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.db = os.path.join(cls.folder.name, "certs.db")
        ours = cls.write("organization create", name="Nordsee Wind Service")                                     # 1
        theirs = cls.write("organization create", name="Østersø Vind")
        cls.organizations = [NIL, ours, theirs]
        standard = cls.write("certification-type create", slug="first-aid", title="First Aid", scope="standard")
        cls.write("certification-type update", id=standard, title="First Aid at Work")
        member, other = [cls.write("member create", organization_id=ours, display_name=name) for name in "MO"]  # 2, 3
        card = cls.write("certification create", organization_member_id=member, certification_type_id=standard,  # 4
                         issuer_name="Académie \"Sécurité\"")
        gone = cls.write("certification create", organization_member_id=other, certification_type_id=standard)   # 5
        cls.write("certification update", id=card, issuer_name="Academy")                                       # 6
        cls.write("certification verify", id=card, outcome="verified", method="registry")                       # 7
        cls.write("certification erase", id=gone, reason="asked to")                                            # 8
        cls.write("certification suspend", id=card, reason="lost")                                              # 9
        cls.write("member erase", id=other, reason="asked to")                                                  # 10
        cls.write("member update", id=member, role="rigger")                                                    # 11
        cls.write("organization update", id=ours, name="Nordsee")                                               # 12
        cls.write("member create", organization_id=theirs, display_name="T")
        cls.heads = {organization: cls.engine("head", cls.db, organization).json()["data"]["head"]
                     for organization in cls.organizations}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def write(cls, operation, **request):
        result = tool.run("--db", cls.db, *operation.split(), "-", *tool.NOW, stdin=json.dumps(request).encode())
        assert result.code == tool.OK, result
        return result.json()["data"]["id"]

    @staticmethod
    def engine(verb, db, organization, *flags):
        return tool.run("--db", db, "history", verb, "--organization-id", organization, "--json", *flags)

    def copy(self, tamper=None):
        """A copy of the store, changed by `tamper`."""
        path = os.path.join(self.folder.name, f"{uuid.uuid4()}.db")
        self.addCleanup(os.remove, path)
        with sqlite3.connect(self.db) as file:
            file.execute("VACUUM INTO ?", [path])
        if tamper is not None:
            file = sqlite3.connect(path)
            tamper(file)
            file.commit()
            file.close()
        return path

    def run_script(self, path):
        """The script's exit code, and what it says of each chain. It runs without anything of ours."""
        content = Path(path).read_bytes()
        done = subprocess.run([sys.executable, "-I", HERE / "verify_history.py", path], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.stderr, "")
        self.assertEqual(Path(path).read_bytes(), content)
        return done.returncode, dict(line.split(" ", 1) for line in done.stdout.splitlines())

    def assert_whole(self, path):
        code, verdicts = self.run_script(path)
        self.assertEqual(verdicts, {organization: f"{head} ok" for organization, head in self.heads.items()})
        self.assertEqual(code, 0)

    def assert_script_finds(self, sequence, path):
        """In the first organization's chain; the others are whole."""
        code, verdicts = self.run_script(path)
        expected = {organization: f"{head} ok" for organization, head in self.heads.items()}
        self.assertEqual(verdicts, {**expected, self.organizations[1]: f"broken at {sequence}"})
        self.assertEqual(code, 1)

    def assert_engine_finds(self, sequence, path):
        result = self.engine("verify", path, self.organizations[1])
        self.assertEqual(result.code, tool.STATE, result)
        problem = result.problem()
        self.assertEqual((problem["code"], problem["first_bad_sequence"]), ("history_broken", sequence), result)

    def assert_both_find(self, sequence, *statements):
        def tamper(file):
            for statement in statements:
                file.execute(statement)

        with self.subTest(statements):
            path = self.copy(tamper)
            self.assert_script_finds(sequence, path)
            self.assert_engine_finds(sequence, path)

    def assert_only_engine_finds(self, sequence, tamper):
        path = self.copy(tamper)
        self.assertEqual(self.run_script(path)[0], 0)
        self.assert_engine_finds(sequence, path)

    @staticmethod
    def flip(column, sequence, bit):
        """Flips one bit of a number, or of the byte in the middle of a text or blob."""
        def tamper(file):
            value, kind = file.execute(f"SELECT CAST({column} AS BLOB), typeof({column}) FROM history WHERE key = ?",
                                       [key_of(sequence)]).fetchone()
            if kind == "integer":
                value = int(value) ^ 1 << bit
            else:
                middle = len(value) // 2
                value = value[:middle] + bytes([value[middle] ^ 1 << bit % 8]) + value[middle + 1:]
            file.execute(f"UPDATE history SET {column} = CAST(? AS {kind}) WHERE key = ?", [value, key_of(sequence)])

        return tamper

    def test_what_is_whole_is_ok_with_the_engines_heads(self):
        self.assert_whole(self.db)
        self.assert_whole(self.copy())
        self.assertRegex(self.heads[NIL], "^2:[0-9a-f]{64}$")
        self.assertRegex(self.heads[self.organizations[1]], f"^{LAST}:[0-9a-f]{{64}}$")
        for organization, head in self.heads.items():
            result = self.engine("verify", self.db, organization, "--expected-head", head)
            self.assertEqual((result.code, result.json()["data"]["head"]), (tool.OK, head))

    def test_an_empty_catalogue_is_ok(self):
        path = self.copy()
        os.remove(path)
        tool.run("--db", path, "organization", "create", "--name", "N")
        code, verdicts = self.run_script(path)
        self.assertEqual((code, verdicts[NIL]), (0, f"{NO_HEAD} ok"))

    def test_each_column_of_an_entry_is_bound(self):
        for column in ("instant", "operation", "resource_id", "revision", "payload", "payload_key", "commitment",
                       "hash"):
            for sequence in (1, 6, LAST):
                with self.subTest(column, sequence=sequence):
                    path = self.copy(self.flip(column, sequence, sequence % 4))
                    self.assert_script_finds(sequence, path)
                    self.assert_engine_finds(sequence, path)

    def test_an_entry_elsewhere_is_missing(self):
        for sequence in (1, 4, 11):
            self.assert_both_find(sequence, f"UPDATE history SET key = key + 1000 WHERE key = {key_of(sequence)}")

    def test_what_no_hash_covers_is_for_the_engine(self):
        for column in ("previous_sequence", "answer_bytes"):
            for sequence in (1, 6, LAST):
                with self.subTest(column, sequence=sequence):
                    self.assert_only_engine_finds(sequence, self.flip(column, sequence, 1))

    def test_no_entry_can_be_deleted_but_the_last(self):
        for sequence in (1, 4, 9, 11):
            self.assert_both_find(sequence, f"DELETE FROM history WHERE key = {key_of(sequence)}")
        path = self.copy(lambda file: file.execute("DELETE FROM history WHERE key = ?", [key_of(LAST)]))
        code, verdicts = self.run_script(path)  # shows a head, and it is not the one that was kept
        self.assertEqual((code, verdicts[self.organizations[1]].split(":")[0]), (0, str(LAST - 1)))
        self.assert_engine_finds(LAST, path)

    def test_no_entries_can_be_swapped(self):
        for sequence in (1, 3, 6, 11):
            place, after = key_of(sequence), key_of(sequence + 1)
            self.assert_both_find(sequence, f"UPDATE history SET key = -1 WHERE key = {place}",
                                  f"UPDATE history SET key = {place} WHERE key = {after}",
                                  f"UPDATE history SET key = {after} WHERE key = -1")

    def test_no_entry_can_be_inserted(self):
        self.assert_both_find(LAST + 1, f"CREATE TEMP TABLE junk AS SELECT * FROM history WHERE key = {key_of(LAST)}",
                              "UPDATE junk SET key = key + 1", "INSERT INTO history SELECT * FROM junk")
        insert = f"INSERT INTO history VALUES ({', '.join('?' * 11)})"
        self.assert_only_engine_finds(LAST + 1, lambda file: file.execute(insert, forged(file)))

    def test_no_payload_can_go_unless_an_erasure_follows(self):
        for sequence in (1, 4, LAST):
            self.assert_both_find(
                sequence, "UPDATE history SET payload = NULL, payload_key = NULL, answer_bytes = 0 "
                f"WHERE key = {key_of(sequence)}")
        for column in ("payload", "payload_key"):
            self.assert_both_find(6, f"UPDATE history SET {column} = NULL WHERE key = {key_of(6)}")

    def test_an_erasure_explains_what_is_missing_before_it(self):
        gone = "UPDATE history SET payload = NULL, payload_key = NULL, answer_bytes = 0 WHERE key = "
        self.assert_both_find(8, f"{gone}{key_of(8)}")
        self.assert_both_find(10, f"{gone}{key_of(10)}")
        self.assert_both_find(5, f"DELETE FROM history WHERE key = {key_of(8)}")
        self.assert_both_find(3, f"DELETE FROM history WHERE key = {key_of(10)}")
        self.assert_both_find(5, f"UPDATE history SET operation = 'certification.update' WHERE key = {key_of(8)}")
        self.assert_both_find(5, f"UPDATE history SET payload = '{{}}' WHERE key = {key_of(5)}")

    def test_a_record_that_is_not_as_its_history_says_is_for_the_engine(self):
        self.assert_only_engine_finds(11, lambda file: file.execute("UPDATE member SET role = 'boss' WHERE erased = 0"))
        self.assert_only_engine_finds(4, lambda file: file.execute("DELETE FROM certification WHERE erased = 0"))


if __name__ == "__main__":
    unittest.main()
