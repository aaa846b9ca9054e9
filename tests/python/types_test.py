"""mypy --strict: the whole package, and a host of it, as the oldest Python that is supported would have them."""
import os
import subprocess
import sys
import unittest
from pathlib import Path

import certlite

PACKAGE = Path(certlite.__file__).parent


class Types(unittest.TestCase):
    def test_strict(self):
        self.assertTrue((PACKAGE / "py.typed").exists())
        host = Path(__file__).with_name("typed_host.py")
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.9", "--cache-dir", os.devnull, str(PACKAGE),
             str(host)], env={**os.environ, "MYPYPATH": str(PACKAGE.parent)}, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)


if __name__ == "__main__":
    unittest.main()
