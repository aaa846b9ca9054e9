#!/usr/bin/python3
"""What is installed is found: a consumer is built through find_package and through pkg-config, and run.

usage: package_test.py CMAKE BUILD_DIR VERSION CXX CXX_FLAGS
"""
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

CMAKE, BUILD, VERSION, CXX, CXX_FLAGS = sys.argv[1:6]
CONSUMER = pathlib.Path(__file__).resolve().parent / "consumer"


def run(*command, **environment):
    done = subprocess.run([str(word) for word in command], env={**os.environ, **environment}, capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="package.", dir=BUILD))
        cls.addClassCleanup(shutil.rmtree, cls.scratch)
        run(CMAKE, "--install", BUILD, "--prefix", cls.scratch / "installed")
        # Somewhere else than it was installed to: nothing may remember the prefix.
        cls.prefix = cls.scratch / "moved"
        (cls.scratch / "installed").rename(cls.prefix)
        cls.library = next(cls.prefix.rglob("libcertlite.so")).parent

    def told_by(self, program):
        made, again, refused, page = run(program, LD_LIBRARY_PATH=str(self.library)).splitlines()
        self.assertIn('"name":"North Sea Wind"', made)
        self.assertEqual(made, again)
        self.assertIn('"rule":"field.required","pointer":"/name"', refused)
        self.assertEqual(1, page.count('"name":"North Sea Wind"'))

    def test_find_package(self):
        build = self.scratch / "consumer"
        configure = [CMAKE, "-S", CONSUMER, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                     f"-DCMAKE_CXX_COMPILER={CXX}", f"-DCMAKE_CXX_FLAGS={CXX_FLAGS}"]
        run(*configure)
        run(CMAKE, "--build", build)
        self.told_by(build / "consumer")

    def test_find_package_refuses_another_major_and_what_is_older_than_asked_for(self):
        major, minor, _ = map(int, VERSION.split("."))
        for wanted in (f"{major - 1}.0", f"{major}.{minor + 1}", f"{major + 1}.0"):
            source = self.scratch / wanted
            source.mkdir()
            text = (CONSUMER / "CMakeLists.txt").read_text().replace("certlite 1.0 ", f"certlite {wanted} ")
            (source / "CMakeLists.txt").write_text(text)
            with self.subTest(wanted), self.assertRaisesRegex(AssertionError, f"version: {VERSION}"):
                run(CMAKE, "-S", source, "-B", source / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                    f"-DCMAKE_CXX_COMPILER={CXX}")

    def test_pkg_config(self):
        path = {"PKG_CONFIG_PATH": str(self.library / "pkgconfig")}
        self.assertEqual(VERSION, run("pkg-config", "--modversion", "certlite", **path).strip())
        flags = shlex.split(run("pkg-config", "--cflags", "--libs", "certlite", **path))
        program = self.scratch / "by_pkg_config"
        run(CXX, "-std=c++17", *shlex.split(CXX_FLAGS), "-Werror", CONSUMER / "main.cc", *flags, "-o", program)
        self.told_by(program)

    def test_the_tool_finds_its_library(self):
        self.assertIn(VERSION, run(self.prefix / "bin/certlite", "--version"))

    def test_what_is_installed(self):
        include = {str(path.relative_to(self.prefix / "include"))
                   for path in (self.prefix / "include").rglob("*") if path.is_file()}
        self.assertEqual({"certlite.h", "certlite.hpp", "certlite/json_member.hpp", "certlite/result.hpp"}, include)
        share = {str(path.relative_to(self.prefix / "share")) for path in (self.prefix / "share").rglob("*") if path.is_file()}
        self.assertEqual({"man/man1/certlite.1", "bash-completion/completions/certlite", "zsh/site-functions/_certlite"}, share)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
