"""Quick start, keys, dates and principals."""
import os
import tempfile
import time
import unittest
from datetime import date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import certlite
from store import StoreTest


class Calls(StoreTest):
    def test_quick_start(self):
        with self.engine.session(user_id=self.member.user_id, scopes=["certification_records:write"]) as session:
            card = session.certifications.create(certification_type_id=self.type.id, issued_on=date(2025, 3, 1),
                                                 idempotency_key="import-2025-0001")
        self.assertEqual((card.outcome, card.idempotency_key), ("created", "import-2025-0001"))
        self.assertEqual(card.expires_on, date(2027, 3, 1))
        self.assertEqual(card.certification_type.slug, "working-at-heights")
        self.assertEqual(card.meta.revision, 1)
        self.assertIsInstance(card.id, UUID)
        self.assertEqual(self.session.certifications.get(card.id), card)
        self.assertEqual(self.session.certifications.get(str(card.id), as_of=date(2027, 2, 20)).validity_status, "expiring_soon")

    def test_a_key_is_made_and_told(self):
        first, second = self.create(), self.create()
        self.assertNotEqual(first.id, second.id)
        key = UUID(first.idempotency_key)
        self.assertEqual((str(key), key.version), (first.idempotency_key, 7))
        self.assertLess(abs((key.int >> 80) - time.time_ns() // 1_000_000), 60_000)  # it begins with the time
        again = self.create(idempotency_key=first.idempotency_key)
        self.assertEqual((again, again.outcome), (first, "replayed"))

    def test_none_is_not_left_out(self):
        self.assertEqual(self.create(issued_on=date(2025, 3, 1)).expires_on, date(2027, 3, 1))
        self.assertIsNone(self.create(issued_on=date(2025, 3, 1), expires_on=None).expires_on)
        self.assertEqual(repr(certlite.OMITTED), "OMITTED")

    def test_records_are_frozen_and_have_types(self):
        with self.assertRaises(AttributeError):
            self.member.display_name = "Eve"
        self.assertEqual(self.member.created_at.utcoffset(), timedelta(0))
        self.assertLess(abs(datetime.now(timezone.utc) - self.member.created_at), timedelta(minutes=1))
        self.assertEqual(self.type.validity_period, certlite.ValidityPeriod("month", 24))
        self.assertEqual(self.session.certification_types.get(self.type.id).validity_period.count, 24)

    def test_what_was_known(self):
        card = self.create(issued_on=date(2025, 3, 1))
        known = self.session.certifications.get(card.id).updated_at
        changed = self.session.execute(
            "certification.suspend", {"id": card.id, "reason": "fell"}, now=known + timedelta(seconds=5)).json
        self.assertEqual(changed["data"]["lifecycle_status"], "suspended")
        elsewhere = timezone(timedelta(hours=-7))
        answer = self.session.certifications.get(card.id, known_at=known.astimezone(elsewhere))
        self.assertEqual(answer.lifecycle_status, "active")

    def test_a_time_without_a_zone_is_no_instant(self):
        with self.assertRaisesRegex(ValueError, "time zone"):
            self.session.certifications.get(uuid4(), known_at=datetime(2026, 1, 1))
        with self.assertRaisesRegex(ValueError, "time zone"):
            self.session.idempotency.purge(bound_before=datetime(2026, 1, 1))
        with self.assertRaises(TypeError):
            self.session.certifications.get(uuid4(), as_of=datetime(2026, 1, 1))
        purged = self.session.idempotency.purge(bound_before=datetime(2001, 2, 3, 4, 5, 6, tzinfo=timezone.utc))
        self.assertEqual(purged.bound_before, datetime(2001, 2, 3, 4, 5, 6, tzinfo=timezone.utc))

    def test_principals(self):
        me = self.engine.session(user_id=self.member.user_id, scopes=["organizations:read"]).me.get()
        self.assertEqual((me.user.id, me.scopes), (self.member.user_id, ("organizations:read",)))
        with self.assertRaises(TypeError):
            self.engine.session(user_id=self.member.user_id, scopes="organizations:read")
        boss = self.engine.session(user_id=uuid4(), scopes={"organization_members:read"},
                                   organization_id=self.organization.id)
        self.assertEqual([member.display_name for member in boss.members.list()], ["Ada Berg"])

    def test_a_what_if_and_an_operation_by_name(self):
        answer = self.session.what_if.ask(
            changes=[{"operation": "organization.update", "request": {"id": self.organization.id, "name": "Baltic"}}],
            question={"operation": "organization.get", "request": {"id": self.organization.id}})
        self.assertIn("/data/name", [difference.pointer for difference in answer.differences])
        self.assertEqual(answer.meta.changes[0].outcome, "updated")
        answer = self.session.execute("organization.get", b'{"id":"%s"}' % str(self.organization.id).encode())
        self.assertEqual((answer.outcome, answer.json["data"]["name"]), ("read", "North Sea Wind"))

    def test_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "naïve.db")
            with self.assertRaises(certlite.CannotOpenError):
                certlite.open(path, existing=True)
            with certlite.open(path, busy_timeout=0.5) as engine, engine.system_session() as session:
                kept = session.organizations.create(name="Ørsted 北")
            with certlite.open(os.fsencode(path), existing=True) as engine, engine.system_session() as session:
                self.assertEqual(list(session.organizations.list()), [kept])


if __name__ == "__main__":
    unittest.main()
