#!/usr/bin/python3
"""What a call through the Python binding costs beside the same call in C: on the same engine, in turns, in one process.

run.py runs it; by hand: PYTHONPATH=.:build/release/python python3 bench/call/python.py build/release/lib/libcertlite_call_loop.so"""
import argparse
import json
import sys
import time
from itertools import count

import certlite

from bench.call.loop import Loop
from bench.contest import contest, table, write_json

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

    return {"C": each(lambda store, lines: c.import_text(store.session, "certification.create", b"".join(lines), len(lines))),
            "import_lines": each(python)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("loop", help="the loop in C, libcertlite_call_loop.so")
    parser.add_argument("--smoke", action="store_true", help="everything tiny: shows only that it runs")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--json", help="also write the results, with every sample")
    given = parser.parse_args()
    turns, n, lines = (1, 10, 50) if given.smoke else (given.turns, 5000, 10_000)
    tasks = []

    def tell(name, competitors, operations=n, what="the same calls on one session"):
        tasks.append(contest(f"call/python/{name}", what, competitors,
                             turns=turns, operations=operations, warm_up=max(1, operations // 10)))
        print(table(tasks[-1]), flush=True)

    c, store = Loop(given.loop), Store()
    session = store.session
    card = session.certifications.create(**store.ids)
    tell("me.get", calls(c, store, "me.get", {}, session.me.get, keyed=False))
    tell("certification.get", calls(c, store, "certification.get", {"id": str(card.id)},
                                    lambda: session.certifications.get(card.id), keyed=False))
    tell("certification.create", calls(c, store, "certification.create", store.ids,
                                       lambda: session.certifications.create(**store.ids), keyed=True))
    made = 1 + 3 * (turns * n + max(1, n // 10))
    if store.count() != made:
        raise SystemExit(f"python.py: {store.count()} certifications, not {made}: not the same work")
    tell("import", imports(c, lines), 1, f"{lines} lines into a new store, by line")
    if given.json:
        write_json(given.json, f"Certlite {certlite.__version__}, Python {sys.version.split()[0]}", tasks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
