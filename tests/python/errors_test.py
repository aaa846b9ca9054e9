"""Every code has its exception; the ones that people meet are met here."""
import json
import os
import re
import tempfile
import threading
import unittest
from datetime import date
from pathlib import Path
from uuid import uuid4

import certlite
from certlite import codes, errors
from store import StoreTest

HEADER = Path(__file__).resolve().parents[2] / "capi" / "certlite.h"


class Tree(unittest.TestCase):
    def test_every_code_of_the_header_has_a_class_below_its_hundred(self):
        told = {int(number): name for name, number in
                re.findall(r"#define CERTLITE_E_(\w+) \((-\d+)\)", HEADER.read_text(encoding="utf-8"))}
        self.assertEqual({status: kind.code for status, kind in errors.BY_STATUS.items()},
                         {status: name.lower() for status, name in told.items()})
        self.assertEqual(sorted(kind.__name__ for kind in errors.BY_STATUS.values()), sorted(codes.__all__))
        for status, kind in errors.BY_STATUS.items():
            self.assertTrue(issubclass(kind, errors.CLASSES[-status // 100 - 1]), kind)
            self.assertIs(getattr(certlite, kind.__name__), kind)
            self.assertIsInstance(errors.from_problem(status, b"", 0), kind)
            self.assertTrue(kind.advice)

    def test_conflicts_are_conflicts(self):
        for kind in (certlite.ArchivedError, certlite.ExternalIdConflictError, certlite.RevisionConflictError):
            self.assertTrue(issubclass(kind, certlite.ConflictError))

    def test_a_code_of_tomorrow_belongs_to_its_class(self):
        self.assertIs(errors.class_of(-399), certlite.StateError)
        self.assertIs(errors.class_of(-999), certlite.CertliteError)


class Met(StoreTest):
    def test_validation_tells_all_at_once(self):
        with self.assertRaises(certlite.ValidationError) as caught:
            self.session.certifications.create(organization_member_id=self.member.id, certification_type_id="me",
                                               issued_on=date(2025, 3, 1), source="paper")
        error = caught.exception
        self.assertEqual([(problem.rule, problem.pointer) for problem in error.problems],
                         [("uuid.format", "/certification_type_id"), ("choice.unknown", "/source")])
        self.assertIn("is not one of", str(error))
        self.assertEqual((error.code, error.problem["code"]), ("invalid", "invalid"))
        self.assertEqual(json.loads(error.problem_json), error.problem)
        self.assertTrue(error.idempotency_key)

    def test_not_found_and_forbidden(self):
        with self.assertRaises(certlite.NotFoundError):
            self.session.certifications.get(uuid4())
        with self.assertRaises(certlite.ForbiddenError):
            self.engine.session(user_id=uuid4(), scopes=[]).organizations.get(self.organization.id)

    def test_conflicts(self):
        card = self.create(external_id="x", issuer_name="A")
        with self.assertRaises(certlite.ExternalIdConflictError):
            self.create(external_id="x", issuer_name="B")
        with self.assertRaises(certlite.RevisionConflictError) as caught:
            self.session.certifications.update(card.id, if_revision=7, issuer_name="C")
        self.assertIsInstance(caught.exception, certlite.ConflictError)
        with self.assertRaises(certlite.IdempotencyKeyReusedError):
            self.create(external_id="y", idempotency_key=card.idempotency_key)
        self.session.members.archive(self.member.id)
        with self.assertRaises(certlite.ConflictError):
            self.session.members.archive(self.member.id)

    def test_gone(self):
        card = self.create()
        self.session.certifications.erase(card.id, reason="asked for")
        with self.assertRaises(certlite.GoneError):
            self.session.certifications.get(card.id)

    def test_what_the_caller_did_wrong(self):
        with self.assertRaises(certlite.UnknownOperationError):
            self.session.execute("certification.forge", {})
        with self.assertRaises(certlite.MalformedError):
            self.session.execute("me.get", b"{")
        with self.assertRaises(certlite.TooLargeError):
            self.session.organizations.create(name="x" * 70000)
        with self.assertRaises(certlite.IdempotencyKeyInvalidError):
            self.session.organizations.create(name="x", idempotency_key="a key")
        with self.assertRaises(certlite.CursorInvalidError):
            list(self.session.organizations.list(cursor="x"))
        with self.assertRaises(TypeError):
            self.session.execute("me.get", {"x": object()})

    def test_cancelled(self):
        cancel = certlite.Cancellation()
        self.session.execute("me.get", {}, cancel=cancel)
        cancel.trigger()
        with self.assertRaises(certlite.CancelledError):
            self.session.execute("organization.create", {"name": "x"}, cancel=cancel)
        self.assertEqual(len(list(self.session.organizations.list())), 1)

    def test_busy_and_cannot_open_and_no_database(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.db")
            with certlite.open(path, busy_timeout=0.01) as other, certlite.open(path, exclusive=True):
                with self.assertRaises(certlite.BusyError) as caught:
                    other.system_session().organizations.create(name="x", idempotency_key="mine")
                self.assertIsInstance(caught.exception, certlite.OperationalError)
                self.assertEqual(caught.exception.idempotency_key, "mine")
            Path(path).write_bytes(b"no database at all" * 100)
            with self.assertRaises(certlite.NotADatabaseError):
                certlite.open(path)

    def test_an_outcome_that_is_unknown_tells_its_key(self):
        raised = errors.from_problem(-402, b'{"detail":"the disk said nothing"}', 5)
        self.assertIsInstance(raised, certlite.OutcomeUnknownError)
        self.assertEqual((str(raised), raised.system_code, raised.problems), ("the disk said nothing", 5, ()))

    def test_errors_are_of_the_call_and_not_of_the_thread(self):
        codes_seen = []

        def ask(operation, request):
            try:
                self.session.execute(operation, request)
            except certlite.CertliteError as error:
                codes_seen.append((operation, error.code))

        threads = [threading.Thread(target=ask, args=each) for each in
                   [("certification.get", {"id": uuid4()}), ("x.y", {}), ("me.get", b"[")] * 8]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(set(codes_seen), {("certification.get", "not_found"), ("x.y", "unknown_operation"),
                                           ("me.get", "malformed")})


if __name__ == "__main__":
    unittest.main()
