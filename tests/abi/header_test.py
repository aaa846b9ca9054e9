#!/usr/bin/python3
"""certlite.h compiles alone and twice, without a warning, in every C and C++ standard; layout.c knows all of it."""
import shutil
import subprocess
import unittest

import contract

C = ["c90", "c99", "c11", "c17"]
CXX = ["c++98", "c++11", "c++14", "c++17", "c++20"]
COMPILERS = [("gcc", "c", C), ("g++", "c++", CXX), ("clang-14", "c", C), ("clang++-14", "c++", CXX)]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wpadded", "-Werror"]


def compile_text(compiler, language, standard, text):
    return subprocess.run(
        [compiler, "-x", language, f"-std={standard}", *WARNINGS, f"-I{contract.FOLDER}", "-c", "-o", "/dev/null", "-"],
        input=text, capture_output=True, text=True, check=False)


class HeaderTest(unittest.TestCase):
    def test_compiles_alone_and_twice_in_every_standard(self):
        compiled = 0
        for compiler, language, standards in COMPILERS:
            for standard in standards if shutil.which(compiler) else []:
                for times in (1, 2):
                    with self.subTest(compiler=compiler, standard=standard, times=times):
                        done = compile_text(compiler, language, standard, "#include <certlite.h>\n" * times)
                        self.assertEqual("", done.stderr)
                        self.assertEqual(0, done.returncode)
                        compiled += 1
        self.assertGreaterEqual(compiled, 2 * (len(C) + len(CXX)))

    def test_the_matrix_can_fail(self):
        text = "#include <certlite.h>\n"
        for fault, complaint in [("struct padded { char a; int b; };", "padded"), ("int a[0];", "pedantic"),
                                 ("static int unused;", "unused")]:
            done = compile_text("gcc", "c", "c90", text + fault + "\n")
            self.assertIn(complaint, done.stderr)
            self.assertNotEqual(0, done.returncode)

    def test_layout_knows_every_constant_member_and_function(self):
        layout = (contract.HEADER.parents[1] / "tests/abi/layout.c").read_text()
        self.assertGreater(len(contract.constants()), 50)
        self.assertGreater(len(contract.members()), 5)
        wanted = [f"CONSTANT({name}, " for name in contract.constants()]
        wanted += [f"SIZE({struct}, " for struct in contract.members()]
        wanted += [f"OFFSET({struct}, {member}, " for struct, members in contract.members().items() for member in members]
        wanted += [f"{name}(" for name in contract.functions()]
        self.assertEqual([], [text for text in wanted if text not in layout])


if __name__ == "__main__":
    unittest.main()
