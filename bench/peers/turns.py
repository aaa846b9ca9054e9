"""Measures the peer in Python, turn by turn, as main.py asks on standard input: turns.py FOLDER."""
import json
import sys
import time
from array import array
from itertools import islice
from pathlib import Path


class Turns:
    """A turn answers the seconds that it took; what it works on is made before."""

    def __init__(self, folder, peer):
        ground = json.loads((folder / "ground.json").read_text())
        self._peer = peer
        self._store = peer.Certifications(folder / "python.db")
        self._store.lay_out(ground["organization_id"], ground["members"], ground["types"])
        self._cards = [(request.encode(), key) for request, key in ground["cards"]]
        self._wrong = [(request.encode(), key) for request, key in ground["wrong"]]
        self._pages = [request.encode() for request in ground["pages"]]
        self._cards_left = iter(self._cards)
        self._lines = iter(ground["lines"])
        self._replayed = self._listed = 0
        facts = array("i", (folder / "facts.bin").read_bytes())
        self._columns = [facts[column::6] for column in range(5)]
        self._as_of = ground["as_of_day"]
        self._statuses = array("i", bytes(4 * len(self._columns[0])))

    def create(self, n):
        cards = list(islice(self._cards_left, n))
        start = time.perf_counter()
        for request, key in cards:
            self._store.create(request, key)
        return time.perf_counter() - start

    def imports(self, n):
        text = "".join(islice(self._lines, n)).encode()
        start = time.perf_counter()
        results = self._store.import_lines(text)
        taken = time.perf_counter() - start
        if [outcome for outcome, _ in results] != ["created"] * n:
            raise SystemExit(f"turns.py: an import has not created every line: {results}")
        return taken

    def replay(self, n):
        cards = [self._cards[i * 7919 % len(self._cards)] for i in range(self._replayed, self._replayed + n)]
        self._replayed += n
        start = time.perf_counter()
        for request, key in cards:
            self._store.create(request, key)
        return time.perf_counter() - start

    def page(self, n):
        pages = [self._pages[i % len(self._pages)] for i in range(self._listed, self._listed + n)]
        self._listed += n
        start = time.perf_counter()
        for request in pages:
            self._store.list(request)
        return time.perf_counter() - start

    def validity(self, n):
        start = time.perf_counter()
        for _ in range(0, n, len(self._statuses)):
            self._peer.validity(*self._columns, self._as_of, self._statuses)
        return time.perf_counter() - start

    def show(self, what, i):
        """What main.py compares."""
        if what == "card":
            return self._store.create(*self._cards[i]).decode()
        if what == "wrong":
            try:
                self._store.create(*self._wrong[i])
                return '"created"'
            except self._peer.REFUSALS:
                return '"refused"'
        if what == "page":
            return self._store.list(self._pages[i]).decode()
        return json.dumps([self._statuses.count(status) for status in range(6)])


def main():
    try:
        import pydantic
        if pydantic.VERSION < "2":
            raise ImportError(f"it is {pydantic.VERSION}")

        from bench.peers import python
    except ImportError as missing:
        print(f"skipped: Python: pydantic 2 is not installed: {missing}", flush=True)
        return
    turns = Turns(Path(sys.argv[1]), python)
    print(f"Python {sys.version.split()[0]}, SQLite {python.sqlite3.sqlite_version}, pydantic {pydantic.VERSION}", flush=True)
    tasks = {"create": turns.create, "import": turns.imports, "replay": turns.replay, "page": turns.page,
             "validity": turns.validity}
    for line in sys.stdin:
        task, *rest = line.split()
        print(turns.show(rest[0], int(rest[1])) if task == "show" else tasks[task](int(rest[0])), flush=True)


if __name__ == "__main__":
    main()
