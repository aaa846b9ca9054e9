#!/usr/bin/python3
"""What a call through the Python binding costs beside the same call in C: on the same engine, in turns, in one process.

`make bench` runs it; by hand: PYTHONPATH=build/release/python python3 bench/call/python.py build/release/lib/libcertlite_call_loop.so"""
import argparse
import ctypes
import json
import statistics
import sys
import time
from itertools import count

import certlite
from certlite._abi import ffi

KEYS = count()


class Store:
    """One member and one type in memory, and a session on it that C uses too."""

    def __init__(self):
        self.engine = certlite.open(":memory:")
        self.session = self.engine.system_session()
        organization = self.session.organizations.create(name="North Sea Wind")
        self.member = self.session.members.create(organization_id=organization.id, display_name="Ada Berg")
        self.type = self.session.certification_types.create(
            organization_id=organization.id, slug="working-at-heights", title="Working at Heights")
        self.ids = {"organization_member_id": str(self.member.id), "certification_type_id": str(self.type.id)}

    def count(self):
        return sum(1 for _ in self.session.certifications.list(limit=200))

    def lines(self, n):
        line = json.dumps({**self.ids, "external_id": "%d", "issued_on": "2025-03-01"})
        return [(line % number + "\n").encode() for number in range(n)]


class C:
    """The loop in C."""

    def __init__(self, path):
        library = ctypes.CDLL(path)
        self._call, self._import = library.certlite_call_loop, library.certlite_import_once
        self._call.restype = self._import.restype = ctypes.c_double
        self._call.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int32]
        self._import.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_size_t]

    def _run(self, function, session, *arguments):
        with session._handle as pointer:
            seconds = function(int(ffi.cast("intptr_t", pointer)), *arguments)
        if seconds < 0:
            raise SystemExit("python.py: a call in C was refused")
        return seconds

    def call(self, session, operation, request, prefix, n):
        return self._run(self._call, session, operation.encode(), request, prefix, n)

    def import_lines(self, session, operation, lines):
        text = b"".join(lines)
        return self._run(self._import, session, operation.encode(), text, len(text), len(lines))


def seconds_of(work, n):
    start = time.perf_counter()
    for _ in range(n):
        work()
    return time.perf_counter() - start


def calls(c, store, operation, request, typed, keyed):
    """The competitors: a name, and how long `n` calls take."""
    body = json.dumps(request).encode()

    def raw(n):
        if not keyed:
            return seconds_of(lambda: store.session.execute(operation, body), n)
        return seconds_of(lambda: store.session.execute(operation, body, idempotency_key=f"p{next(KEYS)}"), n)

    def in_c(n):
        return c.call(store.session, operation, body, f"c{next(KEYS)}-".encode() if keyed else None, n)

    return {"C": in_c, "execute: bytes": raw, "typed": lambda n: seconds_of(typed, n)}


def imports(c, n_lines):
    def each(work):
        def run(n):
            seconds = 0
            for _ in range(n):
                store = Store()
                lines = store.lines(n_lines)
                start = time.perf_counter()
                taken = work(store, lines)
                seconds += time.perf_counter() - start if taken is None else taken
                if store.count() != n_lines:
                    raise SystemExit("python.py: an import has not created every line")
                store.engine.close()
            return seconds / n_lines
        return run

    def python(store, lines):
        store.session.import_lines("certification.create", lines)

    return {"C": each(lambda store, lines: c.import_lines(store.session, "certification.create", lines)),
            "import_lines": each(python)}


def contest(name, n, turns, competitors):
    """All of them in turns, who begins changing; a line each."""
    for run in competitors.values():
        run(max(1, n // 10))
    samples = {which: [] for which in competitors}
    order = list(competitors)
    for turn in range(turns):
        for position in range(len(order)):
            which = order[(turn + position) % len(order)]
            samples[which].append(competitors[which](n) / n)
    print(f"\n{name} ({turns} turns of {n})")
    print(f"  {'':24} {'median':>10}  {'ratio':>6}  {'min .. max':14} {'more than C':>12}")
    floor = samples["C"]
    for which, seconds in samples.items():
        line = f"  {which:24} {statistics.median(seconds) * 1e6:7.2f} µs"
        if which != "C":
            ratios = [mine / c for mine, c in zip(seconds, floor)]
            more = statistics.median(mine - c for mine, c in zip(seconds, floor))
            line += f"  {statistics.median(ratios):6.2f}  {min(ratios):4.2f} .. {max(ratios):<6.2f} {more * 1e6:9.2f} µs"
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("loop", help="the loop in C, libcertlite_call_loop.so")
    parser.add_argument("--smoke", action="store_true", help="everything tiny: shows only that it runs")
    parser.add_argument("--turns", type=int, default=15)
    given = parser.parse_args()
    turns, n, lines = (1, 10, 50) if given.smoke else (given.turns, 5000, 10_000)

    c, store = C(given.loop), Store()
    session = store.session
    card = session.certifications.create(**store.ids)
    contest("me.get", n, turns, calls(c, store, "me.get", {}, session.me.get, keyed=False))
    contest("certification.get", n, turns, calls(c, store, "certification.get", {"id": str(card.id)},
                                                 lambda: session.certifications.get(card.id), keyed=False))
    contest("certification.create", n, turns, calls(c, store, "certification.create", store.ids,
                                                    lambda: session.certifications.create(**store.ids), keyed=True))
    made = 1 + 3 * (turns * n + max(1, n // 10))
    if store.count() != made:
        raise SystemExit(f"python.py: {store.count()} certifications, not {made}: not the same work")
    contest(f"import of {lines} lines, each", 1, turns, imports(c, lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
