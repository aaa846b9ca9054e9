#!/usr/bin/python3
"""What an engine costs a host that does nothing with it yet: how long opening an existing file takes, the memory of an open
engine, the size of the library.

By hand: python3 bench/footprint/footprint.py build/release/lib/libcertlite.so [--json FILE] [--smoke]"""
import argparse
import ctypes
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
SYSTEM = '{"system":true}'
# Who wrote a function or a table, by its mangled name: a template belongs to its author, whatever it is made for.
ORIGINS = {name: re.compile(rf"{name}_|_Z(T[VIS]|GV|L)*N?[VKRO]*{mangled}") for name, mangled in
           (("certlite", "8certlite"), ("absl", "4absl"), ("simdjson", "8simdjson"), ("std", "S[tsab]"))}


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]

    def read(self):
        return ctypes.string_at(self.data, self.size).decode()


class Engine:
    """An engine and a session of the system, by the C ABI."""

    def __init__(self, library, path):
        self._library = library
        self._engine, self._session, self._error = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        self._check(library.certlite_open(*_sized(path), None, ctypes.byref(self._engine), ctypes.byref(self._error)))
        self._check(library.certlite_session_open(self._engine, *_sized(SYSTEM), ctypes.byref(self._session),
                                                  ctypes.byref(self._error)))

    def _check(self, status):
        if status == 0:
            return
        problem = Text()
        self._library.certlite_error_json(self._error, ctypes.byref(problem))
        raise SystemExit("footprint.py: " + problem.read())

    def execute(self, operation, **request):
        outcome, answer = ctypes.c_int32(), Text()
        self._check(self._library.certlite_execute(
            self._session, *_sized(operation), *_sized(json.dumps(request)), None, ctypes.c_size_t(0), None,
            ctypes.byref(outcome), ctypes.byref(answer), ctypes.byref(self._error)))
        told = json.loads(answer.read())
        self._library.certlite_buf_free(ctypes.byref(answer))
        return told

    def import_lines(self, operation, lines):
        batch, n = ctypes.c_void_p(), ctypes.c_size_t()
        self._check(self._library.certlite_import(self._session, *_sized(operation), *_sized("\n".join(lines)), None,
                                                  ctypes.c_size_t(0), None, ctypes.byref(batch),
                                                  ctypes.byref(self._error)))
        self._library.certlite_batch_results(batch, ctypes.byref(n))
        self._library.certlite_batch_free(batch)

    def close(self):
        self._library.certlite_session_close(self._session)
        self._library.certlite_close(self._engine)


def _sized(text):
    return text.encode(), ctypes.c_size_t(len(text.encode()))


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def make_store(library, path, records):
    engine = Engine(library, path)
    organization = engine.execute("organization.create", name="North Sea Wind")["data"]["id"]
    member = engine.execute("member.create", organization_id=organization, display_name="Ada Berg")["data"]["id"]
    kind = engine.execute("certification_type.create", organization_id=organization, slug="working-at-heights",
                          title="Working at Heights")["data"]["id"]
    engine.import_lines("certification.create", [
        json.dumps({"organization_member_id": member, "certification_type_id": kind, "external_id": str(i),
                    "issued_on": "2025-03-01", "issuer_name": "Training Centre"}) for i in range(records)])
    engine.close()


def open_once(library_path, path):
    """In a process of its own: what opening takes, and what is resident more than before the library was loaded."""
    before = resident()
    library = ctypes.CDLL(library_path)
    loaded = resident()
    start = time.perf_counter()
    engine = Engine(library, path)
    seconds = time.perf_counter() - start
    opened = resident()
    place = {}
    while place is not None:  # every record once, so that the caches are as full as they get
        page = engine.execute("certification.list", limit=200, **place)
        place = {"cursor": page["next_cursor"]} if page.get("next_cursor") else None
    print(json.dumps({"seconds": seconds, "library": loaded - before, "engine": opened - loaded,
                      "read": resident() - loaded}))
    engine.close()


def sizes(library_path):
    """The stripped file's bytes, and those of its symbols by who wrote them."""
    with tempfile.TemporaryDirectory() as folder:
        stripped = Path(folder, "stripped.so")
        subprocess.run(["strip", "-o", stripped, library_path], check=True)
        told = {"stripped": stripped.stat().st_size}
    symbols = subprocess.run(["nm", "-S", "--defined-only", library_path], check=True, capture_output=True, text=True)
    by_origin = Counter()
    for line in symbols.stdout.splitlines():
        if len(words := line.split()) == 4:  # with a size
            origin = next((origin for origin, mangled in ORIGINS.items() if mangled.match(words[3])), "other")
            by_origin[origin] += int(words[1], 16)
    return told | {"symbols": dict(by_origin)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", help="libcertlite.so")
    parser.add_argument("--json", help="also write the figures there")
    parser.add_argument("--smoke", action="store_true", help="as little as shows that it runs")
    arguments = parser.parse_args()
    library_path = os.path.realpath(arguments.library)
    records, opens = (100, 2) if arguments.smoke else (10_000, 30)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(library_path)) as folder:
        path = os.path.join(folder, "store.db")
        make_store(ctypes.CDLL(library_path), path, records)
        runs = [json.loads(subprocess.run([sys.executable, "-B", __file__, "--open", library_path, path], check=True,
                                          capture_output=True, text=True).stdout) for _ in range(opens)]
    told = {name: statistics.median(run[name] for run in runs) for name in runs[0]} | sizes(library_path)
    print(f"\nfootprint: a store of {records} records opened in {opens} processes, medians")
    print(f"  opening                    {told['seconds'] * 1e3:8.2f} ms  "
          f"({min(run['seconds'] for run in runs) * 1e3:.2f} .. {max(run['seconds'] for run in runs) * 1e3:.2f})")
    for name, what in (("library", "the library, loaded"), ("engine", "an open engine"),
                       ("read", "the same, all records read")):
        print(f"  {what:26} {told[name] / 2**20:8.2f} MiB more resident")
    print(f"  the library, stripped      {told['stripped'] / 2**20:8.2f} MiB; its symbols, by namespace, KiB: "
          + ", ".join(f"{name} {size / 1024:.0f}" for name, size in sorted(told["symbols"].items(), key=lambda x: -x[1])))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--open"]:
        open_once(*sys.argv[2:])
    else:
        main()
