#!/usr/bin/python3
"""Each header of the C++ binding compiles alone and twice, without a warning, with exceptions and without."""
import itertools
import pathlib
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bindings/cpp"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Werror"]


def compile_text(compiler, options, text):
    return subprocess.run(
        [compiler, "-x", "c++", *options, *WARNINGS, f"-I{FOLDER}", f"-I{ROOT}/capi", "-fsyntax-only", "-"],
        input=text, capture_output=True, text=True, check=False)


class HeadersTest(unittest.TestCase):
    def test_each_compiles_alone_and_twice(self):
        headers = [str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.hpp")]
        self.assertEqual(3, len(headers))
        compilers = [name for name in ("g++", "clang++-14") if shutil.which(name)]
        self.assertTrue(compilers)
        variants = [["-std=c++17"], ["-std=c++20"], ["-std=c++17", "-fno-exceptions", "-fno-rtti"]]
        for header, compiler, options in itertools.product(headers, compilers, variants):
            with self.subTest(header=header, compiler=compiler, options=options):
                done = compile_text(compiler, options, f"#include <{header}>\n" * 2)
                self.assertEqual("", done.stderr)
                self.assertEqual(0, done.returncode)

    def test_a_result_that_nobody_looks_at_is_warned_of(self):
        done = compile_text("g++", ["-std=c++17"], '#include <certlite.hpp>\nvoid f() { certlite::Engine::open("a"); }\n')
        self.assertIn("nodiscard", done.stderr)

    def test_the_throwing_layer_is_there_only_with_exceptions(self):
        text = "#include <certlite.hpp>\nusing certlite::Exception;\n"
        self.assertEqual(0, compile_text("g++", ["-std=c++17"], text).returncode)
        for without in ("-fno-exceptions", "-DCERTLITE_NO_EXCEPTIONS"):
            self.assertIn("Exception", compile_text("g++", ["-std=c++17", without], text).stderr)


if __name__ == "__main__":
    unittest.main()
