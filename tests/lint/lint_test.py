#!/usr/bin/python3
"""Each law of lint.py finds what its fixture breaks, there and nowhere else; the clean fixture breaks none."""
import unittest
from pathlib import Path

import lint

FIXTURES = Path(__file__).parent / "fixtures"
LIMITS = {"file-size": 20, "function-size": 8}  # small, so that the fixtures are


class LintTest(unittest.TestCase):
    def test_every_law_has_a_fixture(self):
        self.assertEqual({*lint.LAWS, "clean"}, {folder.name for folder in FIXTURES.iterdir()})

    def test_fixtures_report_what_they_expect(self):
        for folder in sorted(FIXTURES.iterdir()):
            with self.subTest(folder.name):
                expected = (folder / "expected.txt").read_text().splitlines()
                found = [f"{path}:{line}: {law}" for path, line, law, _, _ in lint.lint(folder, LIMITS)]
                self.assertEqual(expected, found)
                self.assertEqual(folder.name == "clean", not expected)

    def test_a_finding_says_what_to_do(self):
        for folder in FIXTURES.iterdir():
            for finding in lint.lint(folder, LIMITS):
                self.assertTrue(finding[3] and finding[4], finding)


if __name__ == "__main__":
    unittest.main()
