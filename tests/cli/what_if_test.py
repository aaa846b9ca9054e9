#!/usr/bin/python3
"""What-if on the command line: changes and a question as flags, the differences first."""
import json
import re
import unittest

import tool

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def of(operation, **request):
    return json.dumps({"operation": operation, "request": request})


class WhatIf(tool.StoreCase):
    def arguments(self):
        return ["--db", self.db, "what-if", "ask",
                "--changes", of("certification.suspend", id=self.card, reason="lost"),
                "--changes", of("certification.reinstate", id="#/changes/0/id"),
                "--question", of("certification.get", id=self.card)]

    def test_each_change_is_a_flag(self):
        told = tool.run(*self.arguments()).json()
        self.assertEqual([step["operation"] for step in told["meta"]["changes"]],
                         ["certification.suspend", "certification.reinstate"])
        self.assertEqual(told["data"]["after"]["meta"]["revision"], 3)

    def test_changes_may_be_one_array(self):
        changes = json.dumps([json.loads(of("certification.archive", id=self.card))])
        told = tool.run("--db", self.db, "what-if", "ask", "--changes", changes,
                        "--question", of("certification.get", id=self.card)).json()
        self.assertEqual(told["data"]["after"]["data"]["lifecycle_status"], "archived")

    def test_the_differences_come_first(self):
        result = tool.run_on_terminal(*self.arguments())
        self.assertEqual(result.code, tool.OK, result)
        lines = COLOUR.sub("", result.stdout.decode()).splitlines()
        self.assertEqual(lines[0], "differences")
        self.assertRegex("\n".join(lines), r"(?m)^- pointer +/meta/revision\n  before +1\n  after +3$")

    def test_what_is_no_json_is_told_with_a_sample(self):
        result = tool.run("--db", self.db, "what-if", "ask", "--changes", "suspend it", "--question", "{}")
        self.assertEqual(result.code, tool.USAGE)
        self.assertIn(b"""JSON such as '{"operation":"...","request":{}}'""", result.stderr)


if __name__ == "__main__":
    unittest.main()
