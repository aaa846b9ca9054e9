#!/usr/bin/python3
"""What people see: tables, colour, the outcome, and help at every level."""
import json
import re
import shlex
import unittest

import tool

NOBODY = "01890000-0000-7000-8000-000000000000"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(tool.StoreCase):
    """Both streams are terminals here."""

    def on_terminal(self, *arguments, **options):
        return tool.run_on_terminal("--db", self.db, *arguments, **options)

    def test_a_record_is_two_columns_in_the_documented_order(self):
        result = self.on_terminal("certification", "get", "--id", self.card, "--as-of", "2025-12-26")
        self.assertEqual(result.code, tool.OK)
        rows = dict(re.split(r" {2,}", line, 1) for line in COLOUR.sub("", result.stdout.decode()).splitlines() if line)
        self.assertEqual(rows["validity_status"], "expired")
        self.assertEqual(rows["expires_on"], "2025-12-25")
        self.assertEqual(rows["certification_type.title"], "Working at Heights")
        self.assertEqual(rows["serial_number"], "–")
        data = self.call("certification", "get", "--id", self.card).json()["data"]
        self.assertEqual([name.split(".")[0] for name in rows][:20], list(data))
        self.assertIn("\x1b[31mexpired\x1b[0m", result.stdout.decode())
        self.assertEqual(result.stderr, b"", "a read has no outcome to tell")

    def test_colour_only_where_it_is_welcome(self):
        arguments = ["certification", "get", "--id", self.card]
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
            self.assertNotIn(b"\x1b", self.on_terminal(*arguments, environment=environment).stdout)
        self.assertNotIn(b"\x1b", self.call(*arguments, "--table").stdout)

    def test_json_on_a_terminal_is_the_piped_answer(self):
        arguments = ["certification", "get", "--id", self.card, *tool.NOW]
        self.assertEqual(self.on_terminal(*arguments, "--json").stdout, self.call(*arguments).stdout)

    def test_a_list_fits_the_width(self):
        long_name = "Ünlü Sertifika Merkezi " * 8
        for _ in range(3):
            self.create("certification", {**self.body, "issuer_name": long_name, "serial_number": "漢字" * 40})
        for columns in (40, 60, 80, 100, 200):
            text = COLOUR.sub("", self.on_terminal("certification", "list", columns=columns).stdout.decode())
            lines = text.splitlines()
            self.assertTrue(any(line.startswith(self.card) for line in lines), text)
            self.assertRegex(lines[-1], r"^\d+ shown$")
            for line in lines[:-1]:
                width = sum(2 if "一" <= letter <= "鿿" else 1 for letter in line)
                self.assertLessEqual(width, columns, line)
        for name in ("expires_on", "validity_status", "certification_type", "serial_number"):
            self.assertIn(name, lines[0])

    def test_a_page_tells_how_to_go_on(self):
        self.create("certification", {**self.body, "serial_number": "2"})
        text = self.on_terminal("certification", "list", "--limit", "1").stdout.decode()
        cursor = re.search(r"1 shown; more: --cursor (\S+)", text).group(1)
        self.assertEqual(self.call("certification", "list", "--limit", "1", "--cursor", cursor).code, tool.OK)

    def test_an_answer_that_is_no_record(self):
        text = self.on_terminal("me", "get", environment={"NO_COLOR": "1"}).stdout.decode()
        scopes = self.call("me", "get").json()["scopes"]
        self.assertIn("scopes  " + ", ".join(scopes), text)

    def test_an_empty_list(self):
        text = self.on_terminal("certification", "list", "--external-id", "none").stdout
        self.assertEqual(text, b"0 shown\n")

    def test_outcomes_are_told_on_terminals_alone(self):
        create = ["organization", "create", "--name", "N", "--key", "outcome"]
        self.assertEqual(self.on_terminal(*create).stderr, b"created\n")
        self.assertEqual(self.on_terminal(*create).stderr, b"replayed\n")
        self.assertEqual(self.call(*create).stderr, b"")

    def test_stored_text_cannot_steer_a_terminal(self):
        evil = "\x1b[2J\u202eevil\x07"
        member = self.create("member", {"organization_id": self.organization, "display_name": evil})
        for arguments in (["get", "--id", member], ["list"]):
            result = self.on_terminal("member", *arguments, environment={"NO_COLOR": "1"}, columns=200)
            self.assertNotIn(b"\x1b", result.stdout)
            self.assertNotIn("\u202e", result.stdout.decode())
            self.assertIn(b"\\u001b[2J", result.stdout)

    def test_problems_are_text(self):
        result = self.on_terminal("certification", "create", "--issued-on", "2024-02-30")
        self.assert_exit(result, tool.REFUSED)
        self.assertIn("What to do: ", result.stderr.decode())


class Help(unittest.TestCase):
    """Help at every level, made from describe."""

    def help_of(self, *arguments):
        result = tool.run(*arguments, "--help")
        self.assertEqual((result.code, result.stderr), (tool.OK, b""))
        return result.stdout.decode()

    def test_the_tool(self):
        text = self.help_of()
        for operation in tool.catalog()["operations"]:
            self.assertIn(operation["name"].replace("_", "-").replace(".", " "), text)
        for flag in ("--db", "--principal", "--as-of", "--now", "--key", "--known-at", "--json", "--id-seed",
                     "--busy-timeout-ms", "--null", "Examples", "Exit codes"):
            self.assertIn(flag, text)
        for code in (0, 2, 3, 4, 5):
            self.assertRegex(text, rf"(?m)^ +{code}  \S")

    def test_every_resource(self):
        for resource in {operation["name"].split(".")[0] for operation in tool.catalog()["operations"]}:
            for word in (resource, resource.replace("_", "-")):
                text = self.help_of(word)
                self.assertIn("Examples", text)

    def test_no_example_leaves_out_what_its_principal_must_say(self):
        for operation in tool.catalog()["operations"]:
            text = self.help_of(*operation["name"].split("."))
            example = text.split("\nExamples\n")[1].splitlines()[0]
            words = [NOBODY if re.fullmatch(r"ID|\w+_IDS?", word) else word for word in shlex.split(example)[1:]]
            words[words.index("certs.db")] = ":memory:"
            result = tool.run(*words, "--json")
            rules = {violation["rule"] for violation in result.problem()["violations"]} if result.code else set()
            with self.subTest(example):
                self.assertFalse(rules & {"field.required", "organization.required"}, result)
                if "echo '{}'" in text:
                    self.assertFalse(operation["request"].get("required"))

    def test_every_field_of_every_operation(self):
        for operation in tool.catalog()["operations"]:
            text = " ".join(self.help_of(*operation["name"].split(".")).split())
            self.assertIn(operation["summary"], text)
            for word in ("Usage:", "Examples", "Exit codes", operation["scope"] or "no scope"):
                self.assertIn(word, text)
            request = operation["request"]
            for name, schema in request["properties"].items():
                with self.subTest(operation["name"], field=name):
                    self.assertIn(" --" + name.replace("_", "-") + " ", text)
                    self.assertIn(schema.get("description", ""), text)
                    for choice in schema.get("enum", []):
                        self.assertIn(choice or "null", text)
                    if schema.get("default") is not None:
                        self.assertIn("Default: ", text)
            self.assertEqual(text.count("Required."), len(request.get("required", [])))

    def test_help_wins_over_what_is_missing_but_not_over_what_is_wrong(self):
        self.assertIn("--issued-on", self.help_of("certification", "create", "--issued-on", "x"))
        self.assertEqual(tool.run("certification", "creat", "--help").code, tool.USAGE)
        self.assertIn("Usage: certlite describe", self.help_of("describe"))

    def test_describe(self):
        document = tool.catalog()
        operation = document["operations"][0]
        for name in ([operation["name"]], operation["name"].split(".")):
            self.assertEqual(tool.run("describe", *name).json(), operation)
        text = tool.run_on_terminal("describe", operation["name"]).stdout.decode()
        for route in operation["http"]:
            self.assertIn(f"{route['method']} {route['path']}", text)
        self.assertEqual(json.loads(tool.run_on_terminal("describe", "--json").stdout), document)

    def test_version(self):
        library = tool.catalog()["library"]
        result = tool.run("--version")
        self.assertEqual(result.code, tool.OK)
        self.assertIn(f"certlite {library['version']} ", result.stdout.decode())


if __name__ == "__main__":
    unittest.main()
