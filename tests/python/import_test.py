"""Imports over iterables: portions, progress, what became of each line."""
import json
import unittest
from unittest import mock

import certlite
from certlite import _import
from store import StoreTest


class Imports(StoreTest):
    def lines(self, n):
        for number in range(n):
            yield {"organization_member_external_id": "ada", "certification_type_slug": "working-at-heights",
                   "issued_on": "2025-03-01", "external_id": f"card-{number}"}

    def run_import(self, lines, **options):
        return self.session.import_lines("certification.import", lines,
                                         defaults={"organization_id": self.organization.id}, **options)

    def test_twice_makes_everything_once(self):
        first = self.run_import(self.lines(10))
        self.assertEqual(first.counts, {"created": 10})
        self.assertEqual(first.refused, ())
        self.assertIsNotNone(first.batch_id)
        self.assertEqual(sum(self.run_import(self.lines(10)).counts.values()), 10)
        self.assertEqual(len(list(self.session.certifications.list())), 10)

    def test_progress_and_results(self):
        told, results = [], []
        with mock.patch.object(_import, "LINES_A_CALL", 4):
            report = self.run_import(self.lines(10), progress=told.append, on_result=results.append)
        self.assertEqual([(each.lines, each.counts["created"]) for each in told], [(4, 4), (8, 8), (10, 10)])
        self.assertEqual([result.line for result in results], list(range(1, 11)))
        cards = self.session.certifications.list()
        self.assertEqual({result.id for result in results}, {card.id for card in cards})
        self.assertEqual(report.counts, {"created": 10})

    def test_every_kind_of_line(self):
        text = [json.dumps(line) for line in self.lines(4)]
        report = self.run_import([text[0] + "\r\n", text[1].encode() + b"\n", "", json.loads(text[2]), "{"])
        self.assertEqual(report.counts, {"created": 3, "refused": 1})
        refused, = report.refused
        self.assertEqual((refused.line, refused.outcome, refused.code, refused.id), (5, "refused", "malformed", None))
        self.assertEqual(refused.problems[0].rule, "json.syntax")
        with self.assertRaisesRegex(ValueError, "line break"):
            self.run_import(["{\n}"])

    def test_atomic_is_one_call(self):
        with mock.patch.object(_import, "LINES_A_CALL", 2):
            report = self.run_import([*self.lines(5), "{"], mode="atomic")
        self.assertEqual(report.counts, {"withheld": 5, "refused": 1})
        self.assertEqual(list(self.session.certifications.list()), [])

    def test_options(self):
        line = {**next(self.lines(1)), "issued_on": "01/04/2025"}
        self.assertEqual(self.run_import([line], dry_run=True, date_format="DD/MM/YYYY").counts, {"created": 1})
        self.assertEqual(list(self.session.certifications.list()), [])
        with self.assertRaises(certlite.ValidationError):
            self.run_import([line], mode="sideways")

    def test_nothing_and_failures(self):
        self.assertEqual(self.run_import([]), certlite.ImportReport(None, {}, ()))
        cancel = certlite.Cancellation()
        cancel.trigger()
        with self.assertRaises(certlite.CancelledError):
            self.run_import(self.lines(1), cancel=cancel)

        def stop(_):
            raise KeyError("the host's own")

        with self.assertRaises(KeyError):
            self.run_import(self.lines(1), progress=stop)


if __name__ == "__main__":
    unittest.main()
