#!/usr/bin/python3
"""An import that is killed with SIGKILL ten times and run again each time ends as one that was left alone: `TEST.py TOOL`.

Half of the lines name an external id, half name nothing; some stand in the file several times, and some are refused.
CERTLITE_LINES sets how many there are (20,000; 200,000 before a release), CERTLITE_SEED which ones and when it is killed."""
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

TOOL = os.path.abspath(sys.argv.pop(1))
LINES = int(os.environ.get("CERTLITE_LINES", "20000"))
SEED = int(os.environ.get("CERTLITE_SEED", "4"))
KILLS = 10
MEMBERS = 200
MIB = 1 << 20


def call(db, *arguments, stdin=""):
    done = subprocess.run([TOOL, "--db", db, *arguments], input=stdin.encode(), capture_output=True, check=True)
    return json.loads(done.stdout)


def start_import(db, path):
    return subprocess.Popen([TOOL, "--db", db, "import", "certifications", path, "--json"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)


def peak_so_far(process):
    """The most memory that the process has had; 0 once it has ended. Unit: bytes."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return sum(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def idle_peak(db):
    """What a process needs that has opened the store and waits."""
    with subprocess.Popen([TOOL, "--db", db, "import", "certifications", "-", "--json"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        while f"{db}-lock" not in [os.path.realpath(f"/proc/{process.pid}/fd/{fd}")
                                   for fd in os.listdir(f"/proc/{process.pid}/fd")]:
            time.sleep(0.01)
        peak = peak_so_far(process)
        process.communicate()
        return peak


def rows(db, sql):
    with contextlib.closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as store:
        return store.execute(sql).fetchall()


def content(db):
    """What the certifications say, without ids and instants."""
    return rows(db, """SELECT m.external_id, t.slug, c.external_id, c.external_source, c.source, c.issued_on, c.expires_on,
                              c.issuer_name, c.serial_number, c.revision
                       FROM certification AS c JOIN member AS m ON m.key = c.member_key
                       JOIN certification_type AS t ON t.key = c.type_key ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9""")


class Lines:
    """The file, and how many of its lines are in order."""

    def __init__(self, chance):
        self.texts, self.good, self.refused = [], 0, 0
        while len(self.texts) < LINES:
            i = len(self.texts)
            line = {"organization_member_external_id": f"E-{chance.randrange(MEMBERS)}", "certification_type_slug": "heights",
                    "issued_on": f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
                    "issuer_name": "Training Centre", "serial_number": f"S-{i}"}
            if i % 2:
                line.update(external_id=f"L-{i}", external_source="hr")
            if i % 500 == 3:
                line["issued_on"] = "2024-02-30"
            for _ in range(chance.choice([1] * 20 + [2, 3])):
                self.texts.append(json.dumps(line) + "\n")
                self.refused += i % 500 == 3
        del self.texts[LINES:]
        self.refused = sum("2024-02-30" in text for text in self.texts)
        # Equal lines stand far apart, too, so that they fall into different calls.
        chance.shuffle(self.texts)
        self.records = LINES - self.refused - self.repeated_ids()

    def repeated_ids(self):
        named = [text for text in self.texts if "external_id\": \"L-" in text and "2024-02-30" not in text]
        return len(named) - len(set(named))


class ImportKill(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.chance = random.Random(SEED)
        self.lines = Lines(self.chance)
        self.file = os.path.join(self.folder, "lines.jsonl")
        with open(self.file, "w", encoding="utf-8") as file:
            file.writelines(self.lines.texts)

    def store(self, name):
        db = os.path.join(self.folder, name)
        organization = call(db, "organization", "create", "--name", "N")["data"]["id"]
        call(db, "certification-type", "create", "--organization-id", organization, "--slug", "heights", "--title", "H",
             "--validity-period", '{"unit":"year","count":2}')
        people = "".join(json.dumps({"display_name": "M", "external_id": f"E-{i}"}) + "\n" for i in range(MEMBERS))
        call(db, "import", "members", "-", "--organization-id", organization, "--json", stdin=people)
        return db, organization

    def check(self, db, organization, summary):
        self.assertEqual(summary["lines"], LINES)
        self.assertEqual(summary["refused"], self.lines.refused)
        self.assertEqual(summary["created"] + summary["replayed"] + summary["exists"], LINES - self.lines.refused)
        self.assertEqual(len(content(db)), self.lines.records)
        self.assertEqual(rows(db, "PRAGMA integrity_check"), [("ok",)])
        call(db, "history", "verify", "--organization-id", organization)
        batches = rows(db, "SELECT count(*) FROM history WHERE operation = 'certification.import' AND "
                           "payload LIKE '%\"import\":{\"batch_id\":\"" + summary["batch_id"] + "\",\"line\":%'")
        self.assertEqual(batches, [(summary["created"],)], "every record knows its batch and line")

    def test_ends_as_if_it_had_been_left_alone(self):
        whole, organization = self.store("whole.db")
        peak = 0
        with start_import(whole, self.file) as process:
            while process.poll() is None:
                peak = max(peak, peak_so_far(process))
                time.sleep(0.005)
            left_alone = json.loads(process.stdout.read())
        self.check(whole, organization, left_alone)
        self.assertEqual(left_alone["created"], self.lines.records)
        more = peak - idle_peak(whole)
        print(f"seed {SEED}, {LINES} lines, {self.lines.records} records, {self.lines.refused} refused; "
              f"peak memory {more / MIB:.1f} MiB above an idle engine's", flush=True)
        self.assertTrue(0 < more < 64 * MIB, more)

        killed, organization = self.store("killed.db")
        done = []
        for stop in sorted(self.chance.sample(range(self.lines.records), KILLS)):
            process = start_import(killed, self.file)
            count = "SELECT count(*) FROM certification"
            while rows(killed, count)[0][0] < stop and process.poll() is None:
                time.sleep(0.001)
            time.sleep(self.chance.random() * 0.02)  # into the next call, or between two
            process.send_signal(signal.SIGKILL)
            process.communicate()
            done.append(rows(killed, count)[0][0])
            self.assertEqual(process.returncode, -signal.SIGKILL, "it was killed before its end")
        print(f"killed with {done} records there", flush=True)
        with start_import(killed, self.file) as process:
            summary = json.loads(process.communicate()[0])
        self.assertEqual(summary["created"], self.lines.records - done[-1])
        self.check(killed, organization, summary)
        self.assertEqual(content(killed), content(whole))


if __name__ == "__main__":
    unittest.main()
