#!/usr/bin/python3
"""Puts the package together around a built library: `assemble.py LIBRARY HEADER FOLDER` makes FOLDER/certlite. The
wheel and the tests go the same way. HEADER is the repository's capi/certlite.h, or a copy in a tree like it."""
import ctypes
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from cffi import FFI  # noqa: E402

from cdef import cdef_of  # noqa: E402
from generate import modules_of  # noqa: E402

SONAME = "libcertlite.so.0"


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


def compile_extension(header: Path, package: Path) -> None:
    """One module for every Python from 3.9 on; it looks for the library beside itself."""
    ffi = FFI()
    ffi.cdef(cdef_of(header.read_text(encoding="utf-8")))
    ffi.set_source("_certlite", '#include "certlite.h"', include_dirs=[str(header.parent)], library_dirs=[str(package)],
                   extra_link_args=[f"-l:{SONAME}", "-Wl,-rpath,$ORIGIN"], py_limited_api=True)
    with tempfile.TemporaryDirectory() as folder:
        built = ffi.compile(tmpdir=folder, target="_certlite.abi3.so")
        shutil.copy(built, package / "_certlite.abi3.so")


def needs_of(library: Path) -> str:
    """The system's libraries that must be there, one a line."""
    told = subprocess.run(["readelf", "--dynamic", "--wide", str(library)], check=True, capture_output=True, text=True)
    return "".join(f"{name}\n" for name in sorted(re.findall(r"\(NEEDED\).*\[(.*)\]", told.stdout)))


def assemble(library: Path, header: Path, package: Path) -> None:
    shutil.copytree(HERE / "src" / "certlite", package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(library, package / SONAME)
    shutil.copy(header.parents[1] / "LICENSE", package)
    (package / "system_libraries.txt").write_text(needs_of(library), encoding="utf-8")
    for name, text in modules_of(describe(library)).items():
        (package / name).write_text(text, encoding="utf-8")
    compile_extension(header, package)


if __name__ == "__main__":
    assemble(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve() / "certlite")
