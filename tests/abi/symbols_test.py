#!/usr/bin/python3
"""`symbols_test.py LIBRARY`: the header, the version script and the built library name the same functions."""
import re
import subprocess
import sys
import unittest

import contract


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def exported(library):
    """What nm tells, without the version's own symbol. What is no function keeps its kind, so that it differs."""
    rows = [line.split()[-2:] for line in run("nm", "-D", "--defined-only", library).splitlines()]
    return {name.split("@")[0] + ("" if kind == "T" else f" ({kind})") for kind, name in rows if kind != "A"}


class SymbolsTest(unittest.TestCase):
    library = None

    def assert_same(self, declared, found):
        self.assertEqual([], sorted(declared - found), "declared in the header, but not here")
        self.assertEqual([], sorted(found - declared), "here, but not declared in the header")

    def test_version_script_lists_the_headers_functions(self):
        script = (contract.FOLDER / "certlite.map").read_text()
        listed = script[script.index("global:"):script.index("local:")]
        self.assert_same(contract.functions(), set(re.findall(r"(\S+);", listed)))

    def test_library_exports_the_headers_functions_and_nothing_else(self):
        self.assertGreater(len(contract.functions()), 10)
        self.assert_same(contract.functions(), exported(self.library))

    def test_soname_is_the_major_of_the_abi(self):
        major = contract.constants()["CERTLITE_ABI_VERSION"]
        self.assertIn(f"[libcertlite.so.{major}]", run("readelf", "-d", self.library))


if __name__ == "__main__":
    SymbolsTest.library = sys.argv.pop(1)
    unittest.main()
