"""Closing, and what is left when nobody has closed."""
import gc
import os
import subprocess
import sys
import tempfile
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


if __name__ == "__main__":
    unittest.main()
