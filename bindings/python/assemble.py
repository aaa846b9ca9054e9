#!/usr/bin/python3
"""Puts the package together around a built library: `assemble.py LIBRARY HEADER FOLDER` makes FOLDER/certlite. The
wheel and the tests go the same way. LIBRARY is called by its soname; HEADER is the repository's capi/certlite.h, or a copy
in a tree like it. With `--installed` the package carries no library and uses the one that the system has."""
import ctypes
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, List

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from cffi import FFI  # noqa: E402

from cdef import cdef_of  # noqa: E402
from generate import modules_of  # noqa: E402


def soname_of(header: Path) -> str:
    """The name of the library that has the header's ABI."""
    found = re.search(r"^#define CERTLITE_ABI_VERSION (\d+)$", header.read_text(encoding="utf-8"), re.M)
    if not found:
        raise SystemExit(f"{header} tells no ABI")
    return f"libcertlite.so.{found.group(1)}"


class Text(ctypes.Structure):
    """certlite_str, for the one call that is made before there is a binding."""
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]


def describe(library: Path) -> Any:
    """What the library says of itself."""
    text = Text()
    ctypes.CDLL(str(library)).certlite_describe(ctypes.byref(text))
    if not text.data:
        raise MemoryError("certlite_describe")
    return json.loads(ctypes.string_at(text.data, text.size))


def compile_extension(library: Path, header: Path, package: Path, rpath: List[str]) -> None:
    """One module for every Python from 3.9 on. Without debug information, which would name the folder where it was compiled."""
    ffi = FFI()
    ffi.cdef(cdef_of(header.read_text(encoding="utf-8")))
    ffi.set_source("_certlite", '#include "certlite.h"', include_dirs=[str(header.parent)], library_dirs=[str(library.parent)],
                   extra_compile_args=["-g0"], extra_link_args=[f"-l:{library.name}", *rpath], py_limited_api=True)
    with tempfile.TemporaryDirectory() as folder:
        built = ffi.compile(tmpdir=folder, target="_certlite.abi3.so")
        shutil.copy(built, package / "_certlite.abi3.so")


def needs_of(library: Path) -> str:
    """The system's libraries that must be there, one a line."""
    told = subprocess.run(["readelf", "--dynamic", "--wide", str(library)], check=True, capture_output=True, text=True)
    return "".join(f"{name}\n" for name in sorted(re.findall(r"\(NEEDED\).*\[(.*)\]", told.stdout)))


def assemble(library: Path, header: Path, package: Path, installed: bool = False) -> None:
    shutil.copytree(HERE / "src" / "certlite", package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(header.parents[1] / "LICENSE", package)
    (package / "system_libraries.txt").write_text(needs_of(library), encoding="utf-8")
    for name, text in modules_of(describe(library)).items():
        (package / name).write_text(text, encoding="utf-8")
    if not installed:
        shutil.copy(library, package)
    compile_extension(library, header, package, [] if installed else ["-Wl,-rpath,$ORIGIN"])


if __name__ == "__main__":
    library_file, header_file, folder = (Path(argument).absolute() for argument in sys.argv[1:4])
    assemble(library_file, header_file, folder / "certlite", "--installed" in sys.argv[4:])
