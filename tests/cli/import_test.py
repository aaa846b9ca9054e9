#!/usr/bin/python3
"""Imports and exports: JSON Lines and CSV, what is refused and mended, and that nothing is doubled."""
import json
import os
import subprocess
import unittest

import tool
from tool import jsonl


class JsonLines(tool.ImportCase):
    def test_a_file_imported_twice_makes_every_record_once(self):
        lines = jsonl(self.line(serial_number="1"), self.line(serial_number="1"), self.line(external_id=self.name))
        self.assert_counts(self.bring("a.jsonl", lines), created=3)
        self.assert_counts(self.bring("a.jsonl", lines), replayed=2, exists=1)
        self.assertEqual(len(self.cards()), self.before + 3)

    def test_equal_lines_are_told_apart_across_calls(self):
        filler = [self.line(external_id=f"{self.name}-{i}", issuer_name="x" * 200) for i in range(1200)]
        twin = self.line(serial_number=self.name)
        lines = jsonl(twin, *filler[:600], twin, *filler[600:], twin)
        self.assertGreater(len(lines), 300_000, "more than one call")
        self.assert_counts(self.bring("a.jsonl", lines), created=1203)
        self.assert_counts(self.bring("b.jsonl", lines), replayed=3, exists=1200)

    def test_refused_lines_are_mended_and_imported_again(self):
        lines = jsonl(self.line(serial_number="ok"), self.line(issued_on="2024-02-30"), self.line(source="?", colour=1))
        lines += b"{broken\n\n" + jsonl(self.line(serial_number="ok 2"))
        summary = self.bring("a.jsonl", lines, code=tool.REFUSED)
        self.assert_counts(summary, created=2, refused=3)
        self.assertIn('line 2: /issued_on: "2024-02-30" is not a day of the calendar. (date.exists)', summary["stderr"])
        first, second, third = self.rejected("a.jsonl")
        self.assertEqual(first["rejected"], [{"at": "line 2", "rule": "date.exists", "pointer": "/issued_on",
                                              "detail": '"2024-02-30" is not a day of the calendar.'}])
        self.assertEqual({reason["rule"] for reason in second["rejected"]}, {"choice.unknown", "field.unknown"})
        self.assertEqual((third["text"], third["rejected"][0]["rule"]), ("{broken", "json.syntax"))
        first["issued_on"] = "2024-02-29"
        del second["colour"]
        second["source"] = "api"
        third = {**self.line(serial_number="was broken"), "rejected": third["rejected"]}
        self.assert_counts(self.bring("b.jsonl", jsonl(first, second, third)), created=3)
        self.assertFalse(os.path.exists(self.path(f"{self.name}.b.jsonl.rejected.jsonl")))
        # The reasons are no part of what a line is known by.
        del first["rejected"]
        self.assert_counts(self.bring("c.jsonl", jsonl(first)), replayed=1)

    def test_members_are_found_by_what_others_call_them(self):
        self.create("member", {"organization_id": self.organization, "display_name": "A", "external_id": "E-1",
                               "email": "a@example.org"})
        lines = jsonl({"organization_member_external_id": "E-1", "certification_type_id": self.type},
                      {"organization_member_email": "a@example.org", "certification_type_slug": "heights"},
                      {"organization_member_email": "b@example.org", "certification_type_slug": "hights"})
        self.assert_counts(self.bring("a.jsonl", lines, code=tool.REFUSED), created=2, refused=1)
        self.assertEqual({reason["rule"] for reason in self.rejected("a.jsonl")[0]["rejected"]},
                         {"member.exists", "certification_type.exists"})

    def test_a_dry_run_tells_and_writes_nothing(self):
        with open(self.db, "rb") as file:
            before = file.read()
        lines = jsonl(self.line(external_id=self.name), self.line(external_id=self.name), self.line(source="?"))
        self.assert_counts(self.bring("a.jsonl", lines, "--dry-run", code=tool.REFUSED), created=1, exists=1, refused=1)
        with open(self.db, "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertFalse(os.path.exists(self.path(f"{self.name}.a.jsonl.rejected.jsonl")))

    def test_a_dry_run_makes_no_store(self):
        absent = self.path("absent.db")
        lines = self.path("organizations.jsonl", jsonl({"name": "N"}))
        result = tool.run("--db", absent, "import", "organizations", lines, "--dry-run")
        self.assertEqual(result.code, tool.ENVIRONMENT, result)
        self.assertIn(f"no store at {absent}", result.stderr.decode())
        self.assertFalse(os.path.exists(absent) or os.path.exists(absent + "-lock"))

    def test_atomic_is_all_or_nothing(self):
        lines = jsonl(self.line(), self.line(source="?"))
        self.assert_counts(self.bring("a.jsonl", lines, "--atomic", code=tool.REFUSED), withheld=1, refused=1)
        self.assertEqual(len(self.cards()), self.before)
        large = jsonl(*[self.line(external_id=f"{self.name}-{i}", issuer_name="x" * 250) for i in range(50_000)])
        result = self.call("import", "certifications", self.path("large.jsonl", large), "--atomic", "--dry-run")
        self.assert_usage(result, "--atomic", "16 MiB")
        self.assertEqual(len(self.cards()), self.before)

    def test_a_call_takes_no_more_lines_than_the_library(self):
        limit = tool.catalog()["library"]["limits"]["import_lines_max"]
        lines = self.path("short.jsonl", b"?\n" * (limit + 1))
        self.assert_usage(self.call("import", "certifications", lines, "--atomic"), "16 MiB", f"{limit} lines")
        result = self.call("import", "certifications", lines, "--dry-run", "--json")
        self.assert_counts(result.json(), refused=limit + 1)
        self.assertTrue(result.stderr.endswith(b"and %d more\n" % (limit - 9)), result.stderr)

    def test_what_exists_is_updated_only_if_that_is_wanted(self):
        self.bring("a.jsonl", jsonl(self.line(external_id=self.name, serial_number="1", issuer_name="I")))
        changed = jsonl({**self.line(external_id=self.name), "serial_number": "2"})
        self.assert_counts(self.bring("b.jsonl", changed, code=tool.REFUSED), refused=1)
        self.assertEqual(self.rejected("b.jsonl")[0]["rejected"][0]["rule"], "external_id.content")
        self.assert_counts(self.bring("c.jsonl", changed, "--on-duplicate", "update"), updated=1)
        record = json.loads([line for line in self.cards() if f'"{self.name}"' in line][0])
        self.assertEqual((record["serial_number"], record["issuer_name"]), ("2", "I"), "what is left out stays")

    def test_defaults_are_for_lines_that_have_none(self):
        lines = jsonl(self.line(source="api"), self.line())
        self.bring("a.jsonl", lines, "--set", f"external_source={self.name}", "--set", "issuer_name=North")
        made = [json.loads(line) for line in self.cards() if f'"{self.name}"' in line]
        self.assertEqual(sorted(record["source"] for record in made), ["api", "import"])
        self.assertEqual({record["issuer_name"] for record in made}, {"North"})

    def test_standard_input_and_members_too(self):
        people = jsonl({"display_name": "Mia"}, {"display_name": ""})
        result = self.call("import", "members", "-", "--organization-id", self.organization, stdin=people)
        self.assertEqual(result.code, tool.REFUSED, result)
        self.assertIn(b"created    1\n", result.stdout)
        self.assertIn(b"refused    1\n", result.stdout)
        self.assertIn(b"line 2: /display_name: ", result.stderr)
        again = self.call("import", "members", "-", "--organization-id", self.organization, stdin=people)
        self.assertIn(b"replayed   1\n", again.stdout)

    def test_who_has_which_role_is_put_as_often_as_the_file_is_imported(self):
        role = self.create("job-role", {"organization_id": self.organization, "slug": "rigger", "title": "Rigger",
                                        "qualification_ids": []})
        columns = f"organization_member_id,job_role_id,is_primary\n{self.member},{role},"
        for content, told in [(columns + "true\n", b"created    1"), (columns + "true\n", b"unchanged  1"),
                              (columns + "false\n", b"updated    1"), (columns + "true\n", b"updated    1")]:
            result = self.call("import", "job-role-assignments", self.path("roles.csv", content.encode()))
            self.assertIn(told, result.stdout, result)


class Exports(tool.ImportCase):
    def other_store(self):
        """Another store with the same members and types."""
        path = self.path("other.db")
        subprocess.run(["cp", self.db, path], check=True)
        for name in ("certification", "history", "idempotency_key"):
            subprocess.run(["python3", "-c", "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db:\n"
                            f" db.execute('DELETE FROM {name}')", path], check=True)
        return path

    def test_an_export_exists_where_it_comes_from_and_comes_again_elsewhere(self):
        self.bring("a.jsonl", jsonl(self.line(serial_number="", expires_on=None), self.line(serial_number='a "b", c\n'),
                                    self.line(external_id="X", issued_on="2024-02-29")))
        other = self.other_store()
        for flags in ([], ["--csv"]):
            exported = self.call("export", "certifications", *flags).stdout
            name = "e.csv" if flags else "e.jsonl"
            count = len(self.cards())
            self.assert_counts(self.bring(name, exported, "--empty", "null"), exists=count)
            tool.run("--db", other, "import", "certifications", self.path(f"{self.name}.{name}"), "--empty", "null")
            self.assertEqual(tool.run("--db", other, "export", "certifications", *flags).stdout, exported)
        self.assertEqual(list(json.loads(self.cards()[0])),
                         ["id", "organization_member_id", "external_id", "external_source", "certification_type_id",
                          "source", "issued_on", "expires_on", "issuer_name", "serial_number"])

    def test_what_cannot_be_written_is_told(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([tool.TOOL, "--db", self.db, "export", "certifications"], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, tool.ENVIRONMENT, done)
        self.assertIn(b"can't be written", done.stderr)
        self.assertNotIn(b"exported", done.stderr)

    def test_it_goes_through_every_page_and_says_what_it_leaves_behind(self):
        self.bring("a.jsonl", jsonl(*[self.line(external_id=f"{self.name}-{i}") for i in range(450)]))
        made = [json.loads(line) for line in self.cards() if f"{self.name}-" in line]
        self.assertEqual(len(made), 450)
        self.assertEqual([record["id"] for record in made], sorted(record["id"] for record in made))
        self.call("certification", "revoke", "--id", made[0]["id"], "--reason", "forged")
        result = self.call("export", "certifications")
        self.assertIn(b"; 1 of them are not active: ", result.stderr)
        active = self.call("export", "certifications", "--lifecycle-status", "active")
        self.assertEqual(len(active.stdout.splitlines()), len(result.stdout.splitlines()) - 1)
        for words, told in [(["--limit", "3"], "all pages"), (["--cursor", "c"], "all pages"),
                            (["--order", "id"], "all pages"), (["--key", "K"], "--key is for what writes")]:
            self.assert_usage(self.call("export", "certifications", *words), told)


class AtTheTerminal(tool.ImportCase):
    def test_words_that_are_wrong(self):
        file = self.path("a.jsonl", b"")
        for words, told in [(["import"], "what: organizations, members, certification-types, certifications"),
                            (["import", "certificatons", file], "did you mean 'certifications'"),
                            (["import", "certifications"], "which file"), (["export", "members"], "members"),
                            (["import", "certifications", file, file], "too many"),
                            (["import", "certifications", self.path("none.jsonl")], "can't read"),
                            (["import", "certifications", self.folder.name], "can't read"),
                            (["import", "certifications", file, "--dry-rum"], "did you mean '--dry-run'"),
                            (["import", "certifications", file, "--set", "sauce=api"], "did you mean 'source'"),
                            (["import", "certifications", file, "--key", "K"], "idempotency_key"),
                            (["import", "certifications", file, "--map", "a=b"], "CSV")]:
            self.assert_usage(self.call(*words), told)
        result = self.call("import", "certifications", file, "--date-format", "guess")
        self.assertEqual(result.code, tool.REFUSED, result)
        self.assertIn(b"YYYY-MM-DD", result.stderr)
        self.assertNotIn(b"again: it goes on", result.stderr)

    def test_help_teaches_both(self):
        for word, taught in [("import", ["--dry-run", "--map COLUMN=FIELD", "rejected.jsonl", "Examples",
                                         "131072 lines"]),
                             ("export", ["--csv", "--validity-status", "Examples"])]:
            text = tool.run(word, "--help").stdout.decode()
            for expected in taught:
                self.assertIn(expected, text)
        for refused in ("--limit", "--cursor", "--order", "--null", "--key", "--known-at"):
            self.assertNotIn(refused, tool.run("export", "--help").stdout.decode())
        for resources in ("organizations", "members", "certification-types", "certifications"):
            text = tool.run("import", resources, "--help").stdout.decode()
            operations = {operation["name"]: operation for operation in tool.catalog()["operations"]}
            name = resources[:-1].replace("-", "_")
            operation = operations.get(f"{name}.import") or operations[f"{name}.create"]
            for field in operation["request"]["properties"]:
                self.assertIn(f"\n  {field} ", text)
            self.assertNotIn("--key", text)
        self.assertIn("\n  validity_period.unit ", tool.run("import", "certification-types", "--help").stdout.decode())
        self.assert_usage(tool.run("import", "card", "--help"), "there is no 'card' to import")
        self.assertIn("import RESOURCES FILE", tool.run("--help").stdout.decode())

    def test_a_bar_is_drawn_and_taken_away(self):
        lines = jsonl(*[self.line(external_id=f"{self.name}-{i}", issuer_name="x" * 200) for i in range(12_000)])
        result = tool.run_on_terminal("--db", self.db, "import", "certifications", self.path("bar.jsonl", lines))
        self.assertEqual(result.code, tool.OK, result)
        text = result.stderr.decode()
        self.assertRegex(text, r"█+░+ +\d+ %  .* left  \d+ lines  \d+/s")
        self.assertTrue(text.endswith("\r\x1b[K"), text[-100:])
        self.assertIn(b"created    12000\n", result.stdout)


if __name__ == "__main__":
    unittest.main()
