"""Those who take turns: `run(task, n)` answers the seconds of a turn, `show(what, i)` what is compared."""
import ctypes
import json
import subprocess
import time
from itertools import islice

import certlite
import certlite.arrays
import numpy
from certlite import _abi

from bench.peers import ground as common

CREATED, REPLAYED, READ = map(_abi.constant, ("CREATED", "REPLAYED", "READ"))
STATUSES = ("INVALID", "NOT_YET_VALID", "VALID", "EXPIRING_SOON", "IN_GRACE", "EXPIRED")


class Certlite:
    """What Certlite in C and in Python have in common: a store, and what comes next in it."""

    def __init__(self, path, ground, facts):
        self.path = path
        self._engine = certlite.open(str(path))
        self._session = common.open_session(self._engine, ground)
        self._cards = [(request.encode(), key) for request, key in ground["cards"]]
        self.wrong = [(request.encode(), key) for request, key in ground["wrong"]]
        self._pages = [request.encode() for request in ground["pages"]]
        self._cards_left = iter(self._cards)
        self._lines = iter(ground["lines"])
        self._replayed = self._listed = 0
        self._facts = numpy.frombuffer(facts, certlite.arrays.FACTS)
        self._as_of = ground["as_of_day"]
        self._told = numpy.zeros(len(self._facts), certlite.arrays.RESULTS)

    def run(self, task, n):
        if task == "create":
            return self._creates(list(islice(self._cards_left, n)), CREATED)
        if task == "import":
            return self._import("".join(islice(self._lines, n)).encode(), n)
        if task == "replay":
            first, self._replayed = self._replayed, self._replayed + n
            return self._creates([self._cards[i * 7919 % len(self._cards)] for i in range(first, first + n)], REPLAYED)
        if task == "page":
            first, self._listed = self._listed, self._listed + n
            return self._lists([self._pages[i % len(self._pages)] for i in range(first, first + n)])
        return self._validity(n)

    def show(self, what, i):
        if what == "card":
            request, key = self._cards[i]
            return self._session.execute("certification.create", request, idempotency_key=key).json
        if what == "wrong":
            try:
                request, key = self.wrong[i]
                return self._session.execute("certification.create", request, idempotency_key=key).outcome
            except (certlite.RequestError, certlite.StateError):
                return "refused"
        if what == "page":
            return self._session.execute("certification.list", self._pages[i]).json
        counts = numpy.bincount(self._told["validity_status"], minlength=len(STATUSES))
        return [int(counts[_abi.constant(f"VALIDITY_{name}")]) for name in STATUSES]

    def close(self):
        self._engine.close()


class CertliteInC(Certlite):
    """The C ABI, called by loops in C."""

    name = "Certlite in C"

    def __init__(self, path, ground, facts, loop):
        super().__init__(path, ground, facts)
        self._loop = loop

    def _creates(self, cards, expected):
        return self._loop.call_each(self._session, "certification.create", [request for request, _ in cards],
                                    [key.encode() for _, key in cards], expected)

    def _import(self, text, n):
        return self._loop.import_text(self._session, "certification.import", text, n)

    def _lists(self, requests):
        return self._loop.call_each(self._session, "certification.list", requests, None, READ)

    def _validity(self, n):
        facts, told = (ctypes.c_void_p(array.ctypes.data) for array in (self._facts, self._told))
        start = time.perf_counter()
        for _ in range(0, n, len(self._facts)):
            if self._loop.validity(facts, len(self._facts), self._as_of, told) != 0:
                raise SystemExit("competitors.py: certlite_validity has refused the facts")
        return time.perf_counter() - start


class CertliteInPython(Certlite):
    """The Python binding, on bytes."""

    name = "Certlite in Python"

    def _creates(self, cards, expected):
        execute, outcome = self._session.execute, "created" if expected == CREATED else "replayed"
        start = time.perf_counter()
        for request, key in cards:
            if execute("certification.create", request, idempotency_key=key).outcome != outcome:
                raise SystemExit(f"competitors.py: a create was not {outcome}")
        return time.perf_counter() - start

    def _import(self, text, n):
        start = time.perf_counter()
        report = self._session.import_lines("certification.import", text.splitlines(keepends=True))
        taken = time.perf_counter() - start
        if report.counts != {"created": n}:
            raise SystemExit(f"competitors.py: an import has not created every line: {report.counts}")
        return taken

    def _lists(self, requests):
        execute = self._session.execute
        start = time.perf_counter()
        for request in requests:
            execute("certification.list", request)
        return time.perf_counter() - start

    def _validity(self, n):
        as_of = common.day_of(self._as_of)
        start = time.perf_counter()
        for _ in range(0, n, len(self._facts)):
            self._told = certlite.validity(self._facts, as_of=as_of)
        return time.perf_counter() - start


class NotInstalled(Exception):
    """A peer that isn't there, and why."""


class Peer:
    """A process of its own, which does a turn for each line that it is written: turns.py, turns.mjs."""

    def __init__(self, name, path, command):
        self.name, self.path = name, path
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        except FileNotFoundError as missing:
            raise NotInstalled(f"{name}: {missing.filename} is not installed") from missing
        self.versions = self._read()
        if self.versions.startswith("skipped: "):
            self.close()
            raise NotInstalled(self.versions.removeprefix("skipped: "))

    def run(self, task, n):
        return float(self._ask(f"{task} {n}"))

    def show(self, what, i):
        return json.loads(self._ask(f"show {what} {i}"))

    def close(self):
        self._process.stdin.close()
        self._process.wait()

    def _ask(self, line):
        print(line, file=self._process.stdin, flush=True)
        return self._read()

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"competitors.py: {self.name} has ended: {self._process.wait()}")
        return line.rstrip("\n")
