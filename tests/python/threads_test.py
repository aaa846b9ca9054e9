"""Many threads on one engine, and closing it under them; what the thread sanitizer watches."""
import os
import tempfile
import threading
import time
import unittest

import certlite
from store import StoreTest


class Threads(StoreTest):
    def test_eight_threads_on_one_engine(self):
        failures = []

        def work(number):
            try:
                with self.engine.system_session() as session:
                    for step in range(20):
                        card = session.certifications.create(
                            organization_member_id=self.member.id, certification_type_id=self.type.id,
                            external_id=f"{number}-{step}", idempotency_key=f"{number}-{step}")
                        assert session.certifications.get(card.id) == card
                        assert self.session.certifications.create(
                            organization_member_id=self.member.id, certification_type_id=self.type.id,
                            external_id=f"{number}-{step}", idempotency_key=f"{number}-{step}").outcome == "replayed"
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len({card.id for card in self.session.certifications.list()}), 160)

    def test_other_threads_run_while_one_waits(self):
        """A call that waits for another writer doesn't hold the interpreter's lock."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.db")
            with certlite.open(path, busy_timeout=0.5) as waiting, certlite.open(path, exclusive=True):
                session = waiting.system_session()
                busy = threading.Thread(target=self.assertRaises, args=[certlite.BusyError, session.organizations.create],
                                        kwargs={"name": "x"})
                busy.start()
                steps = 0
                while busy.is_alive():
                    steps += 1
                    time.sleep(0.001)
                self.assertGreater(steps, 10)

    def test_closing_during_calls(self):
        """Threads call until they are told that the session is closed; whatever is on its way comes to its end."""
        for _ in range(20):
            engine = certlite.open(":memory:")
            session = engine.system_session()
            ends = []

            def call():
                try:
                    while True:
                        session.organizations.create(name="x")
                        list(session.organizations.list(limit=2))
                except certlite.InvalidHandleError as error:
                    ends.append(error)

            threads = [threading.Thread(target=call) for _ in range(4)]
            for thread in threads:
                thread.start()
            time.sleep(0.005)
            engine.close()
            for thread in threads:
                thread.join()
            self.assertEqual(len(ends), 4)


if __name__ == "__main__":
    unittest.main()
