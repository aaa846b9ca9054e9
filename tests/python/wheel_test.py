#!/usr/bin/python3
"""Makes wheel and sdist from Debian's packages alone, without a network, installs them into fresh environments, and runs the
README's Python there: `wheel_test.py SOURCE_DIR LIBRARY_DIR`."""
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

SOURCE, LIBRARY = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"]


def run(arguments, folder):
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MAKEFLAGS")}
    environment["CERTLITE_LIBRARY_DIR"] = str(LIBRARY)  # what CMake makes of the sources is the build's own test
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{arguments} failed with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Wheel(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        repository = self.folder / "repository"  # setuptools writes beside what it builds
        self.project = repository / "bindings" / "python"
        self.project.mkdir(parents=True)
        for name in ("CMakeLists.txt", "LICENSE", "capi", "core"):
            (repository / name).symlink_to(SOURCE / name)
        (repository / "bindings" / "cpp").symlink_to(SOURCE / "bindings" / "cpp")
        run(["cp", "-r", f"{SOURCE}/bindings/python/.", str(self.project)], self.folder)

    def wheel_of(self, project):
        run([sys.executable, *PIP, "wheel", "--no-build-isolation", "--no-index", "--no-deps", "-w", "dist", str(project)],
            self.folder)
        wheel, = (self.folder / "dist").glob("*.whl")
        return wheel

    def install(self, wheel):
        """Answers the Python of a fresh environment that has the wheel; cffi comes from Debian."""
        run([sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", "venv"], self.folder)
        python = str(self.folder / "venv" / "bin" / "python")
        run([python, *PIP, "install", "--no-index", str(wheel)], self.folder)
        return python

    def test_the_wheel_runs_the_readme(self):
        wheel = self.wheel_of(self.project)
        self.assertRegex(wheel.name, r"^certlite-[\d.]+-cp39-abi3-linux_\w+\.whl$")
        names = zipfile.ZipFile(wheel).namelist()
        for name in ("LICENSE", "_certlite.abi3.so", "libcertlite.so.1", "py.typed", "records.py", "system_libraries.txt"):
            self.assertIn(f"certlite/{name}", names)
        needs = zipfile.ZipFile(wheel).read("certlite/system_libraries.txt").decode().split()
        self.assertIn("libsqlite3.so.0", needs)
        python = self.install(wheel)
        blocks = re.findall(r"^```python\n(.*?)^```$", (SOURCE / "README.md").read_text(encoding="utf-8"), re.M | re.S)
        self.assertTrue(blocks)
        blocks += re.findall(r"^```python\n(.*?)^```$", (self.project / "README.md").read_text(encoding="utf-8"), re.M | re.S)
        for block in blocks:
            run([python, "-c", block], self.folder)
        self.assertIn("venv", run([python, "-c", "import certlite; print(certlite.__file__)"], self.folder))

    def test_a_library_that_the_system_lacks_is_named(self):
        python = self.install(self.wheel_of(self.project))
        package = Path(run([python, "-c", "import certlite; print(certlite.__path__[0])"], self.folder).strip())
        (package / "libcertlite.so.1").unlink()
        with self.assertRaisesRegex(AssertionError, "ImportError: .*the engine needs of the system: .*libsqlite3.so.0"):
            run([python, "-c", "import certlite"], self.folder)

    def test_the_sdist_makes_the_same_wheel(self):
        run([sys.executable, "-c", "from setuptools import build_meta; build_meta.build_sdist('sdist')"], self.project)
        archive, = (self.project / "sdist").glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            names = {name.partition("/")[2] for name in tar.getnames()}
            tar.extractall(self.folder / "unpacked")
        for name in ("engine/CMakeLists.txt", "engine/capi/certlite.h", "engine/core/CMakeLists.txt", "assemble.py", "setup.py"):
            self.assertIn(name, names)
        engine, = self.folder.glob("unpacked/*/engine")  # here the library is given; elsewhere CMake must find all that it wants
        run(["cmake", "-S", str(engine), "-B", "configured", "-DCERTLITE_BUILD_TESTS=OFF", "-DCERTLITE_BUILD_BENCH=OFF",
             "-DCERTLITE_BUILD_TOOL=OFF"], self.folder)
        python = self.install(self.wheel_of(archive))
        run([python, "-c", "import certlite; certlite.open(':memory:').close()"], self.folder)
        run([python, "-m", "certlite", "openapi"], self.folder)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
