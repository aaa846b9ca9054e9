"""Validity without a store: one record, and many in an array."""
import subprocess
import sys
import unittest
from array import array
from datetime import date, timedelta

import certlite
from store import StoreTest

try:
    import numpy
except ImportError:
    numpy = None


class OneRecord(StoreTest):
    def test_as_the_engine_tells_it(self):
        card = self.create(issued_on=date(2025, 3, 1))
        for day in (date(2025, 2, 28), date(2025, 3, 1), date(2027, 1, 30), date(2027, 2, 1), date(2027, 3, 2)):
            read = self.session.certifications.get(card.id, as_of=day)
            told = certlite.validity(issued_on=card.issued_on, expires_on=card.expires_on, grace_days=self.type.grace_days,
                                     expiring_soon_days=self.type.expiring_soon_days, as_of=day)
            self.assertEqual(told, certlite.Validity(read.validity_status, read.meta.validity_reason,
                                                     read.meta.days_remaining, read.meta.next_transition_on))

    def test_without_an_end_and_out_of_bounds(self):
        forever = certlite.validity(as_of=date.max)
        self.assertEqual((forever.validity_status, forever.days_remaining, forever.next_transition_on), ("valid", None, None))
        self.assertEqual(certlite.validity(lifecycle_status="revoked", as_of=date.min).validity_reason, "revoked")
        with self.assertRaises(certlite.InvalidArgumentError):
            certlite.validity(grace_days=-1, as_of=date(2025, 1, 1))

    def test_numpy_may_be_missing(self):
        script = ("import sys; sys.modules['numpy'] = None\n"
                  "import certlite, datetime\n"
                  "print(certlite.validity(as_of=datetime.date(2025, 1, 1)).validity_status)")
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "valid\n")


class Columns(unittest.TestCase):
    def setUp(self):
        self.columns = {
            "issued_on_day": array("i", [*range(999), -2**31]),
            "expires_on_day": array("i", [day + 300 if day % 10 else -2**31 for day in range(1000)]),
            "grace_days": array("i", [90] * 1000),
            "expiring_soon_days": array("i", [60] * 1000),
            "lifecycle_status": array("i", [2 if number % 7 == 0 else 0 for number in range(1000)]),
        }
        self.as_of = date(1970, 1, 1) + timedelta(days=600)

    def test_each_as_alone(self):
        told = certlite.validity_statuses(**self.columns, as_of=self.as_of)
        self.assertEqual(len(told), 1000)
        names = ["invalid", "not_yet_valid", "valid", "expiring_soon", "in_grace", "expired"]
        for number, status in enumerate(told):
            issued, expires, grace, soon, lifecycle = (column[number] for column in self.columns.values())
            day = {day: None if day == -2**31 else date(1970, 1, 1) + timedelta(days=day) for day in (issued, expires)}
            alone = certlite.validity(issued_on=day[issued], expires_on=day[expires], grace_days=grace, expiring_soon_days=soon,
                                      lifecycle_status="revoked" if lifecycle else "active", as_of=self.as_of)
            self.assertEqual(names[status], alone.validity_status)
        self.assertEqual(set(told), set(range(6)), "all of them are met")

    def test_what_is_no_column(self):
        for name, column in self.columns.items():
            for other in (column[:-1], array("q", column), memoryview(column)[::2], [0] * 1000):
                with self.subTest(name), self.assertRaises(TypeError):
                    certlite.validity_statuses(**{**self.columns, name: other}, as_of=self.as_of)
        empty = {name: column[:0] for name, column in self.columns.items()}
        self.assertEqual(certlite.validity_statuses(**empty, as_of=self.as_of), b"")

    def test_out_of_bounds(self):
        self.columns["grace_days"][3] = -1
        with self.assertRaises(certlite.InvalidArgumentError):
            certlite.validity_statuses(**self.columns, as_of=self.as_of)


@unittest.skipIf(numpy is None, "NumPy isn't there")
class Arrays(unittest.TestCase):
    def setUp(self):
        from certlite import arrays
        self.arrays = arrays
        self.facts = numpy.zeros(1000, arrays.FACTS)
        first = numpy.datetime64("2025-01-01")
        self.facts["issued_on_day"] = (first + numpy.arange(1000)).astype("i4")
        self.facts["expires_on_day"] = self.facts["issued_on_day"] + 365
        self.facts["expires_on_day"][::10] = arrays.NO_DAY
        self.facts["grace_days"] = 7
        self.facts["expiring_soon_days"] = 30
        self.facts["lifecycle_status"][::7] = arrays.LIFECYCLES["suspended"]

    def test_each_as_alone(self):
        told = certlite.validity(self.facts, as_of=date(2026, 1, 20))
        self.assertEqual(told.dtype, self.arrays.RESULTS)
        for number in range(1000):
            issued = date(2025, 1, 1) + timedelta(days=number)
            alone = certlite.validity(
                issued_on=issued, expires_on=None if number % 10 == 0 else issued + timedelta(days=365), grace_days=7,
                expiring_soon_days=30, lifecycle_status="active" if number % 7 else "suspended", as_of=date(2026, 1, 20))
            self.assertEqual(self.arrays.STATUSES[told["validity_status"][number]], alone.validity_status)
            self.assertEqual(self.arrays.REASONS[told["validity_reason"][number]], alone.validity_reason)
            if alone.days_remaining is not None:
                self.assertEqual(told["days_remaining"][number], alone.days_remaining)
        self.assertEqual(set(told["validity_status"]), {0, 1, 2, 3, 4, 5}, "all of them are met")

    def test_read_where_it_lies(self):
        self.facts.flags.writeable = False
        self.assertEqual(certlite.validity(self.facts.reshape(10, 100), as_of=date(2026, 1, 20)).shape, (10, 100))
        self.assertEqual(certlite.validity(self.facts[:0], as_of=date(2026, 1, 20)).shape, (0,))
        for other in (self.facts[::2], self.facts["grace_days"], numpy.zeros(3)):
            with self.assertRaises(TypeError):
                certlite.validity(other, as_of=date(2026, 1, 20))

    def test_days(self):
        dates = numpy.array(["1970-01-02", "NaT", "2026-01-20", "9999999-01-01"], "datetime64[D]")
        days = self.arrays.days(dates)
        self.assertEqual(days.tolist()[:3], [1, self.arrays.NO_DAY, (date(2026, 1, 20) - date(1970, 1, 1)).days])
        self.facts["expires_on_day"][0] = days[3]
        with self.assertRaises(certlite.InvalidArgumentError):
            certlite.validity(self.facts, as_of=date(2026, 1, 20))

    def test_out_of_bounds(self):
        self.facts["grace_days"][3] = -1
        with self.assertRaises(certlite.InvalidArgumentError):
            certlite.validity(self.facts, as_of=date(2026, 1, 20))


if __name__ == "__main__":
    unittest.main()
