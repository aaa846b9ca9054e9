#!/usr/bin/python3
"""Certlite beside what a user would write instead: in turns, in one run. Peers that aren't installed are skipped.

run.py runs it; by hand, after bench/peers/install:
PYTHONPATH=.:build/release/python python3 bench/peers/main.py build/release/lib/libcertlite_call_loop.so"""
import argparse
import json
import platform
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import certlite

from bench.call.loop import Loop
from bench.contest import contest, table, write_json
from bench.peers import ground as common
from bench.peers.competitors import CertliteInC, CertliteInPython, NotInstalled, Peer

HERE = Path(__file__).parent

# A task, what it is, operations before the first turn, turns, operations of each.
TASKS = (
    ("create", "one create a transaction, WAL, synchronous=FULL", 100, 30, 50),
    ("import", "1,000 lines a transaction, WAL, synchronous=FULL", 1_000, 9, 1_000),
    ("replay", "a create whose key is bound", 500, 30, 500),
    ("page", "50 certifications by expires_on, as JSON with validity", 50, 30, 50),
    ("validity", "1,000,000 facts a call, by fact", 1_000_000, 9, 1_000_000),
)
SMOKE_TASKS = (
    ("create", "ten creates", 5, 2, 10),
    ("import", "fifty lines", 20, 2, 50),
    ("replay", "ten replays", 5, 2, 10),
    ("page", "five pages", 1, 2, 5),
    ("validity", "2,000 facts a call", 2_000, 2, 2_000),
)

ROWS = {
    "certifications": "SELECT count(*) FROM certification",
    "keys": "SELECT count(*) FROM idempotency_key",
    "history entries of keys": "SELECT count(*) FROM history WHERE key IN (SELECT history_key FROM idempotency_key)",
    "external ids": "SELECT count(DISTINCT external_id) FROM certification",
}


def sizes_of(tasks):
    done = {task: warm_up + turns * n for task, _, warm_up, turns, n in tasks}
    facts = tasks[-1][-1]
    return common.Sizes(members=500 if facts > 10_000 else 10, cards=done["create"], lines=done["import"], pages=50, facts=facts)


def take_places(folder, loop, installed, sizes):
    """The competitors, each with a store that has the members and the types."""
    base = folder / "base.db"
    with certlite.open(str(base)) as engine:
        directory = common.lay_out(engine.system_session(), sizes)
    for name in ("c.db", "binding.db"):
        shutil.copy(base, folder / name)
    ground = common.write(folder, directory, sizes)
    facts = (folder / "facts.bin").read_bytes()
    competitors = [CertliteInC(folder / "c.db", ground, facts, Loop(loop)),
                   CertliteInPython(folder / "binding.db", ground, facts)]
    python = installed / "venv/bin/python"
    for name, store, command in (
            ("Python: sqlite3, pydantic", "python.db",
             [python if python.exists() else sys.executable, "-B", HERE / "turns.py", folder]),
            ("Node: better-sqlite3, ajv", "node.db", ["node", HERE / "turns.mjs", folder, installed])):
        try:
            competitors.append(Peer(name, folder / store, command))
        except NotInstalled as missing:
            print(f"skipped: {missing}", flush=True)
    return competitors


def shown(competitor, what, i):
    """An answer in a form that is equal in two stores that were told the same: without the ids and instants that each has
    given, and of what Certlite tells beside a record only what the peers know."""
    answer = competitor.show(what, i)
    if what in ("wrong", "validity"):
        return answer
    if what == "card":
        return comparable(answer["data"], answer["meta"])
    records = [comparable(*each) for each in zip(answer["data"], answer["meta"])]
    more = answer["page"]["has_more"]
    if more:  # who of the last day's is still on the page is up to their ids, as the order of a day's is
        records = [each for each in records if each[0] < records[-1][0]]
    return [more, len(answer["data"]), sorted(records)]


def comparable(record, meta):
    same = {name: value for name, value in record.items() if name not in ("id", "created_at", "updated_at")}
    told = {name: meta[name] for name in ("revision", "validity_reason", "days_remaining", "next_transition_on")}
    return record["expires_on"], record["external_id"], json.dumps([same, told], sort_keys=True)


def differences(competitors, sizes):
    """A line for each answer that is not the first's."""
    asked = [*(("card", i) for i in range(0, sizes.cards, max(1, sizes.cards // 100))),
             *(("page", i) for i in range(sizes.pages)), ("validity", 0)]
    first, *others = competitors
    for i, (request, _) in enumerate(first.wrong):
        for competitor in competitors:
            if competitor.show("wrong", i) != "refused":
                yield f"{competitor.name} has not refused {request.decode()}"
    for what, i in asked:
        expected = shown(first, what, i)
        for other in others:
            if shown(other, what, i) != expected:
                yield f"{what} {i}: {other.name} answers otherwise than {first.name}"


def count_rows(path):
    database = sqlite3.connect(path)
    counts = {name: database.execute(sql).fetchone()[0] for name, sql in ROWS.items()}
    database.close()
    return counts


def compare(competitors, sizes):
    """Whether all have done the same work; says so if not."""
    wrong = list(differences(competitors, sizes))
    for competitor in competitors:
        competitor.close()
    made = sizes.cards + sizes.lines
    for competitor in competitors:
        for name, count in count_rows(competitor.path).items():
            if count != made:
                wrong.append(f"{name}: {competitor.name} {count}, not {made}")
    for line in wrong:
        print(f"NOT THE SAME WORK: {line}")
    return not wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("loop", help="the loops in C, libcertlite_call_loop.so")
    parser.add_argument("--installed", type=Path, default=Path("build/release/peers"), help="where bench/peers/install has put them")
    parser.add_argument("--folder", type=Path, help="where the databases go: on the disk that is to be measured")
    parser.add_argument("--smoke", action="store_true", help="everything tiny: shows only that all do the same work")
    parser.add_argument("--json", help="also write the results, with every sample")
    given = parser.parse_args()
    tasks = SMOKE_TASKS if given.smoke else TASKS
    sizes = sizes_of(tasks)
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="peers.") as folder:
        competitors = take_places(Path(folder), given.loop, given.installed.absolute(), sizes)
        versions = [f"Certlite {certlite.__version__} in Python {platform.python_version()}",
                    *(competitor.versions for competitor in competitors if isinstance(competitor, Peer))]
        print("; ".join(versions))
        results = []
        for name, what, warm_up, turns, n in tasks:
            runs = {each.name: lambda n, each=each: each.run(name, n) for each in competitors}
            results.append(contest(f"peers/{name}", what, runs, turns=turns, operations=n, warm_up=warm_up))
            print(table(results[-1]), flush=True)
        is_same = compare(competitors, sizes)
    for task in results:
        task["same_work"] = is_same
    if given.json:
        write_json(given.json, "; ".join(versions), results)
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
