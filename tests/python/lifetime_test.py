"""Closing, at any time and from any thread; many threads on one engine."""
import gc
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import certlite
from store import StoreTest


class Closing(StoreTest):
    def test_close_is_idempotent_and_use_after_it_an_error(self):
        for owner in (self.session, self.engine):
            self.assertFalse(owner.closed)
            owner.close()
            owner.close()
            self.assertTrue(owner.closed)
        with self.assertRaisesRegex(certlite.InvalidHandleError, "the session is closed"):
            self.session.me.get()
        with self.assertRaisesRegex(certlite.InvalidHandleError, "the engine is closed"):
            self.engine.system_session()

    def test_an_engine_closes_its_sessions(self):
        with certlite.open(":memory:") as engine:
            session = engine.system_session()
        self.assertTrue(session.closed)

    def test_a_session_that_is_left_keeps_its_engine(self):
        session = certlite.open(":memory:").system_session()
        gc.collect()
        session.organizations.create(name="x")

    def test_what_is_forgotten_is_released(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.db")
            certlite.open(path, exclusive=True).system_session().organizations.create(name="x")
            gc.collect()
            with certlite.open(path, busy_timeout=0.01) as engine:
                engine.system_session().organizations.create(name="y")

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

    def test_a_fork_is_told_and_harms_nobody(self):
        child = os.fork()
        if child == 0:
            try:
                self.session.me.get()
            except certlite.ForkedHandleError:
                self.engine.close()
                os._exit(7)
            os._exit(1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 7)
        self.session.organizations.get(self.organization.id)

    def test_the_interpreter_may_end_at_any_time(self):
        script = ("import certlite, threading\n"
                  "session = certlite.open(':memory:').system_session()\n"
                  "def call():\n"
                  "    while True: session.organizations.create(name='x')\n"
                  "threading.Thread(target=call, daemon=True).start()\n"
                  "session.me.get()\n")
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


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


if __name__ == "__main__":
    unittest.main()
