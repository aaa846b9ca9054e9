#!/usr/bin/python3
"""Every exit code, what goes to which stream, and the flags of every operation."""
import json
import os
import subprocess
import unittest

import tool

UNKNOWN_ID = "01890000-0000-7000-8000-000000000000"


class ExitCodes(tool.StoreCase):
    """Problems: the code, and nothing on standard output."""

    def test_success_is_the_answer_and_a_newline(self):
        result = self.call("certification", "get", "--id", self.card)
        self.assert_exit(result, tool.OK)
        self.assertTrue(result.stdout.endswith(b"}\n"))
        self.assertEqual(result.stdout.count(b"\n"), 1)
        self.assertEqual(result.stderr, b"")
        self.assertEqual(self.call("certification", "get", "--id", self.card, "--json").stdout, result.stdout)

    def test_usage_errors(self):
        table = (
            ([], "resource"),
            (["certfication", "create"], "'certification'"),
            (["certification", "creat"], "'create'"),
            (["certification"], "create, import, get, list"),
            (["certification", "get", "--idd", UNKNOWN_ID], "'--id'"),
            (["certification", "--issued-on", "2024-01-01", "create"], "after the verb"),
            (["--jsn", "certification", "list"], "'--json'"),
            (["certification", "list", "--limit"], "--limit"),
            (["certification", "list", "--limit", "1", "--limit", "2"], "--limit is given more than once"),
            (["certification", "list", "--as-of", "2024-02-30"], "--as-of takes a real day"),
            (["certification", "list", "--as-of", "2024-2-9"], "'2024-2-9'"),
            (["certification", "list", "--as-of", " 2024-02-09"], "--as-of"),
            (["certification", "list", "--as-of", "0000-01-01"], "--as-of"),
            (["certification", "list", "--now", "2026-01-15"], "--now takes an instant"),
            (["certification", "list", "--now", "2026-01-15T24:00:00Z"], "--now"),
            (["certification", "list", "--now", "2026-01-15T08:00:00+01:00"], "--now"),
            (["certification", "list", "--now", "2026-01-15T08:00:00.00Z"], "--now"),
            (["certification", "list", "--known-at", "yesterday"], "--known-at"),
            (["certification", "list", "--id-seed", "-1"], "--id-seed"),
            (["certification", "list", "--busy-timeout-ms", "4294967296"], "--busy-timeout-ms"),
            (["certification", "list", "--json", "--table"], "--table"),
            (["describe", "certification.creat"], "'certification.create'"),
        )
        for arguments, word in table:
            with self.subTest(arguments):
                self.assert_usage(self.call(*arguments), word)

    def test_the_store_must_be_named(self):
        self.assert_usage(tool.run("certification", "list"), "--db certs.db")
        self.assert_usage(tool.run("certification", "list", "--db", "--as-of", "2026-01-15"), "--db wants a file")

    def test_a_usage_error_opens_no_store(self):
        path = self.path("untouched.db")
        for arguments in (["organization", "create", "--nam", "N"], ["organization", "create", "absent.json"],
                          ["organization", "create", "--help"], ["describe"], ["--version"]):
            tool.run("--db", path, *arguments)
            self.assertFalse(os.path.exists(path), arguments)

    def test_a_refused_request_is_3(self):
        before = self.snapshot()
        flags = ["--issued-on", "2024-02-30", "--source", "paper", "--json"]
        self.assert_problem(self.call("certification", "create", *flags), tool.REFUSED, "invalid",
                            ("date.exists", "/issued_on"), ("field.required", "/certification_type_id"))
        self.assertEqual(self.snapshot(), before)

    def test_a_state_in_the_way_is_4(self):
        self.assert_problem(self.call("certification", "get", "--id", UNKNOWN_ID, "--json"), tool.STATE, "not_found")
        subject = json.dumps({"user_id": UNKNOWN_ID, "scopes": [], "reach": "self"})
        self.assert_problem(self.call("certification", "list", "--principal", subject, "--json"), tool.STATE, "forbidden")

    def test_the_environment_is_5(self):
        absent = self.path("absent.db")
        for arguments in (["--db", absent, "certification", "list"],
                          ["--db", self.path("no/folder.db"), "organization", "create", "--name", "N"]):
            self.assert_problem(tool.run(*arguments, "--json"), tool.ENVIRONMENT, "cannot_open")
        self.assertFalse(os.path.exists(absent), "a read must not make a store")
        other = self.path("other.db", b"this is no database" * 100)
        self.assert_problem(tool.run("--db", other, "certification", "list", "--json"), tool.ENVIRONMENT,
                            "not_a_database")

    def test_an_answer_that_cannot_be_written_is_5(self):
        full = os.open("/dev/full", os.O_WRONLY)
        self.addCleanup(os.close, full)
        completed = subprocess.run([tool.TOOL, "--db", self.db, "certification", "list"], stdout=full,
                                   stderr=subprocess.PIPE, check=False)
        self.assertEqual(completed.returncode, tool.ENVIRONMENT)
        self.assertIn(b"No space left", completed.stderr)

    def test_problems_are_text_unless_json_is_asked_for(self):
        arguments = ["certification", "create", "--issued-on", "2024-02-30", "--source", "paper"]
        text = self.call(*arguments).stderr.decode()
        document = self.call(*arguments, "--json").problem()
        self.assertIn(document["title"], text)
        for violation in document["violations"]:
            line = next(line for line in text.splitlines() if line.split()[0] == violation["pointer"])
            self.assertTrue(line.endswith(f"  {violation['detail']}  [{violation['rule']}]"), line)
        advice = next(code["advice"] for code in tool.catalog()["codes"] if code["code"] == document["code"])
        self.assertIn(advice, text)

    def test_stored_text_cannot_steer_a_terminal(self):
        text = self.call("certification", "list", "--source\x1b[31m", "x").stderr
        self.assertNotIn(b"\x1b", text)


class GlobalFlags(tool.StoreCase):
    """--db, --now, --key and the others stand anywhere and do what they say."""

    def test_before_or_after_the_verb(self):
        expected = self.call("certification", "get", "--id", self.card, "--as-of", "2025-12-26")
        self.assertEqual(expected.json()["data"]["validity_status"], "expired")
        flags = ["--db", self.db, "--as-of", "2025-12-26", "--json"]
        words = ["certification", "get"]
        for arguments in (flags + words + ["--id", self.card], words + flags + ["--id", self.card],
                          words + ["--id", self.card] + flags, words[:1] + flags + words[1:] + ["--id", self.card],
                          ["--as_of=2025-12-26"] + words + ["--id", self.card, "--db", self.db]):
            self.assertEqual(tool.run(*arguments).stdout, expected.stdout)

    def test_key_and_clock(self):
        body = json.dumps({**self.body, "serial_number": "K"}).encode()
        create = ["certification", "create", "-", "--key", "k-1", "--json"]
        first = self.call(*create, "--now", "2024-01-08T09:30:00Z", stdin=body)
        again = self.call(*create, "--now", "2025-03-03T16:45:00.000Z", stdin=body)
        self.assert_exit(first, tool.OK)
        self.assertEqual(first.json()["data"]["created_at"], "2024-01-08T09:30:00.000Z")
        self.assertEqual(again.stdout, first.stdout)
        other = body.replace(b'"K"', b'"L"')
        self.assert_problem(self.call(*create, stdin=other), tool.STATE, "idempotency_key_reused")
        self.assert_problem(self.call(*create[:3], "--key", "", "--json", stdin=body), tool.REFUSED,
                            "idempotency_key_invalid")

    def test_id_seed_makes_ids_reproducible(self):
        arguments = ["organization", "create", "--name", "N", "--id-seed", "7", *tool.NOW]
        answers = {tool.run("--db", self.path(f"seed{i}.db"), *arguments).stdout for i in range(2)}
        self.assertEqual(len(answers), 1)

    def test_the_environment_changes_no_meaning(self):
        arguments = ["--db", self.db, "certification", "get", "--id", self.card, "--as-of", "2025-12-25"]
        plain = tool.run(*arguments).stdout
        for name, value in (("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("CERTLITE_DB", "/nowhere")):
            self.assertEqual(tool.run(*arguments, environment={name: value}).stdout, plain)


if __name__ == "__main__":
    unittest.main()
