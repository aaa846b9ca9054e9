"""Builds the engine's library with CMake, or takes the one in CERTLITE_LIBRARY_DIR, and the package around it. The engine's
sources are the repository's; an sdist carries them along in engine/."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

from setuptools import Distribution, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from assemble import assemble, soname_of  # noqa: E402

ENGINE = HERE / "engine" if (HERE / "engine").is_dir() else HERE.parents[1]
HEADER = ENGINE / "capi" / "certlite.h"
ENGINE_SOURCES = ["CMakeLists.txt", "LICENSE", "core", "capi", "bindings/cpp"]  # all that CMake wants to see for the library
LIBRARY_ALONE = ["-DCERTLITE_BUILD_TESTS=OFF", "-DCERTLITE_BUILD_BENCH=OFF", "-DCERTLITE_BUILD_TOOL=OFF"]


def version() -> str:
    project = (ENGINE / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"project\(certlite\s+VERSION (\S+)", project)
    if not found:
        raise SystemExit("CMakeLists.txt tells no version")
    return found.group(1)


class BinaryDistribution(Distribution):
    """A wheel is of one platform, though setuptools knows of no extension."""

    def has_ext_modules(self) -> bool:
        return True


class BuildPackage(build_ext):
    """The library, the extension and the generated modules."""

    def run(self) -> None:
        if self.inplace:
            raise SystemExit("certlite can't be installed in place: modules are made when it is built")
        package = Path(self.build_lib) / "certlite"
        package.mkdir(parents=True, exist_ok=True)
        assemble(self.library(), HEADER, package.resolve())

    def library(self) -> Path:
        if "CERTLITE_LIBRARY_DIR" in os.environ:
            return Path(os.environ["CERTLITE_LIBRARY_DIR"]) / soname_of(HEADER)
        folder = Path(self.build_temp).resolve() / "engine"
        subprocess.run(["cmake", "-S", str(ENGINE), "-B", str(folder), "-DCMAKE_BUILD_TYPE=Release", *LIBRARY_ALONE],
                       check=True)
        environment = {"CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1), **os.environ}
        subprocess.run(["cmake", "--build", str(folder), "--target", "certlite"], check=True, env=environment)
        return folder / "lib" / soname_of(HEADER)

    def get_outputs(self) -> List[str]:
        return []

    def get_source_files(self) -> List[str]:
        return []


class SourceDistribution(sdist):
    """Takes the engine's sources along."""

    def make_release_tree(self, base_dir: str, files: List[str]) -> None:
        super().make_release_tree(base_dir, files)
        for name in ENGINE_SOURCES:
            source, target = ENGINE / name, Path(base_dir) / "engine" / name
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)


setup(
    version=version(),
    distclass=BinaryDistribution,
    packages=["certlite"],
    package_dir={"": "src"},
    package_data={"certlite": ["py.typed", "*.pyi", "*.css", "*.js"]},
    cmdclass={"build_ext": BuildPackage, "sdist": SourceDistribution},
    options={"bdist_wheel": {"py_limited_api": "cp39"}},
)
