"""The header's reader takes what the header has, and refuses what it doesn't know."""
import unittest
from pathlib import Path

from cdef import NotUnderstood, cdef_of

HEADER = (Path(__file__).resolve().parents[2] / "capi" / "certlite.h").read_text(encoding="utf-8")


class Cdef(unittest.TestCase):
    def test_everything_is_there(self):
        text = cdef_of(HEADER)
        self.assertNotIn("CERTLITE_API", text)
        self.assertNotIn("extern", text)
        self.assertEqual(HEADER.count("\nCERTLITE_API "), sum(line.count("(") for line in text.replace("\n ", " ").splitlines()
                                                             if not line.startswith("#")))
        self.assertIn("#define CERTLITE_NO_DAY ...", text)

    def test_what_is_unknown_is_refused(self):
        for line in ("#pragma once", "#define CERTLITE_MIN(a, b) ((a) < (b) ? (a) : (b))", "#define CERTLITE_NAME \"x\"",
                     "#include <stdio.h>", "#if CERTLITE_ABI_VERSION > 1", "#ifdef CERTLITE_H_", "#elif 1", "#else", "#endif"):
            with self.subTest(line), self.assertRaises(NotUnderstood):
                cdef_of(f"int a;\n{line}\n")
        with self.assertRaises(NotUnderstood):
            cdef_of("#ifdef __cplusplus\n")


if __name__ == "__main__":
    unittest.main()
