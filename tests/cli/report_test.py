#!/usr/bin/python3
"""The page of `certlite report expiries`: its numbers are the engine's, its texts are only text, its file is whole."""
import collections
import datetime
import json
import os
import random
import signal
import subprocess
import unittest

import tool
from report_reader import Page, Section
from tool import jsonl

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
VALIDITY = ("valid", "expiring_soon", "in_grace", "expired", "not_yet_valid", "invalid")
SCOPES = ["organizations:read", "organization_members:read", "certification_types:read", "certification_records:read",
          "qualifications:read"]


class ReportCase(tool.StoreCase):
    def report(self, *flags, name="page.html", db=None):
        """The page that the tool writes, as text and read."""
        path = self.path(name)
        result = tool.run("--db", db or self.db, "report", "expiries", "--html", path, *flags)
        self.assertEqual((result.code, result.stdout), (tool.OK, b""), result)
        with open(path, encoding="utf-8", newline="") as file:
            return Page(file.read()).root

    def section(self, *flags, **more):
        sections = self.report(*flags, **more).all("section")
        self.assertEqual(len(sections), 1)
        return Section(sections[0])

    @classmethod
    def every(cls, resource, *flags):
        """All that a list answers, as pairs of data and meta."""
        pairs, cursor = [], []
        while True:
            page = tool.run("--db", cls.db, resource, "list", "--limit", "200", *flags, *cursor).json()
            pairs += zip(page["data"], page["meta"])
            if page["page"]["next_cursor"] is None:
                return pairs
            cursor = ["--cursor", page["page"]["next_cursor"]]


def words(status):
    return status.replace("_", " ")


def month_text(day, letters=None):
    return f"{MONTHS[day.month - 1][:letters]} {day.year}"


class Numbers(ReportCase):
    """A population that fills several pages of every list, looked at on several days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(5)
        cls.types = [cls.type] + [cls.create("certification-type", {
            "organization_id": cls.organization, "slug": f"t{i}", "title": f"Type {i}",
            "validity_period": {"unit": "month", "count": chance.choice([6, 12, 24])},
            "grace_days": chance.choice([0, 30]), "expiring_soon_days": chance.choice([30, 60])}) for i in range(6)]
        cls.qualifications = [cls.create("qualification", {
            "organization_id": cls.organization, "slug": f"q{i}", "title": f"Qualification {i}",
            "certification_type_ids": chance.sample(cls.types, i % 4), "accepts_in_grace": i % 2 == 1})
            for i in range(8)]
        people = [{"organization_id": cls.organization, "display_name": f"Person {i}"} for i in range(230)]
        cls.bring("members", people)
        ids = [data["id"] for data, _ in cls.every("member") if data["display_name"].startswith("Person")]
        lines = []
        for member in ids:
            for _ in range(chance.randint(0, 5)):
                issued = datetime.date(2024, 2, 29) + datetime.timedelta(chance.randint(-700, 800))
                line = {"organization_member_id": member, "certification_type_id": chance.choice(cls.types),
                        "issued_on": issued.isoformat()}
                lines.append({**line, "expires_on": None} if chance.random() < 0.1 else line)
        cls.bring("certifications", lines)
        cards = [data["id"] for data, _ in cls.every("certification")]
        for i, verb in enumerate(["suspend", "revoke", "archive"] * 3):
            cls.run_ok("certification", verb, "--id", cards[i * 7], "--reason", "x")
        cls.run_ok("certification", "renew", "--id", cls.card, "--issued-on", "2026-01-20")
        cls.run_ok("member", "archive", "--id", ids[3])
        cls.run_ok("member", "erase", "--id", ids[4], "--reason", "x")
        cls.run_ok("qualification", "archive", "--id", cls.qualifications[7])

    @classmethod
    def run_ok(cls, *arguments):
        result = tool.run("--db", cls.db, *arguments, *tool.NOW)
        assert result.code == tool.OK, result

    @classmethod
    def bring(cls, resource, lines):
        path = os.path.join(cls.folder.name, resource + ".jsonl")
        with open(path, "wb") as file:
            file.write(jsonl(*lines))
        cls.run_ok("import", resource, path)

    def facts(self, as_of):
        """Members that aren't archived by id, and their certifications, as the lists answer them."""
        members = {data["id"]: data for data, _ in self.every("member") if data["status"] != "archived"}
        cards = [(data, meta) for data, meta in self.every("certification", "--as-of", as_of, *tool.NOW)]
        return members, [(data, meta) for data, meta in cards if data["organization_member_id"] in members], len(cards)

    def test_its_numbers_are_the_engines(self):
        for as_of in ("2026-01-15", "2025-12-25", "2024-02-29", "2023-12-31", "2030-06-15"):
            with self.subTest(as_of):
                self.compare(as_of)

    def compare(self, as_of):
        section = self.section("--as-of", as_of, *tool.NOW)
        members, cards, in_all = self.facts(as_of)
        self.assertGreater(len(cards), 400)
        self.assertGreater(in_all, len(cards))
        self.assertIn(f"{len(members)} members, {len(cards)} certifications, 7 qualifications.", section.about)
        self.assertIn(f"{in_all - len(cards)} certification", section.about.split("qualifications.")[1])
        self.assertIn("Written 2026-01-15 08:00 UTC by certlite", section.about)
        day = datetime.date.fromisoformat(as_of)
        self.assertEqual(section.node.all("time")[0].attributes["datetime"], as_of)

        by_status = collections.Counter(data["validity_status"] for data, _ in cards)
        told = {name.split("\u00a0")[1]: count for name, (count, *_) in section.tiles.items() if "\u00a0" in name}
        self.assertEqual(told, {words(status): by_status[status] for status in VALIDITY})
        left = [meta["days_remaining"] for _, meta in cards if meta["days_remaining"] is not None]
        for limit in (30, 60, 90):
            self.assertEqual(section.tiles[f"Expire within {limit} days"],
                             (sum(0 <= days <= limit for days in left), f"by {day + datetime.timedelta(limit)}"))
        self.assertEqual(section.tiles["Past their last day"][0], sum(days < 0 for days in left))

        first = day.replace(day=1)
        months = [datetime.date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1)
                  for i in range(13)]
        ends = collections.Counter(data["expires_on"] for data, meta in cards if meta["days_remaining"] is not None)
        self.assertEqual(section.figures, {end: count for end, count in ends.items()
                                           if months[0].isoformat() <= end < months[12].isoformat()})
        self.assertEqual(section.to_come, {
            month_text(month, 3): sum(count for end, count in ends.items()
                                      if max(month.isoformat(), as_of) <= end < after.isoformat())
            for month, after in zip(months, months[1:])})

        rows = {title: sorted(row[:5] for row in group) for title, group in section.groups.items()}
        expected = collections.defaultdict(list)
        for data, meta in cards:
            days = meta["days_remaining"]
            if days is None or data["expires_on"] >= months[12].isoformat():
                continue
            title = month_text(datetime.date.fromisoformat(data["expires_on"])) if days >= 0 else "past"
            expected[title].append((members[data["organization_member_id"]]["display_name"],
                                    data["certification_type"]["title"], data["expires_on"], str(days),
                                    words(data["validity_status"])))
        past = [title for title in rows if title.startswith("Past their last day")]
        rows["past"] = sorted(row for title in past for row in rows.pop(title))
        told = {title: [(*row[:4], row[4].split("\u00a0")[1]) for row in group] for title, group in rows.items() if group}
        self.assertEqual(told, {title: sorted(group) for title, group in expected.items()})
        self.compare_later(section, cards, members)
        self.compare_matrix(section, members, as_of)

    def compare_later(self, section, cards, members):
        """Whether the row's member has a later one of the type, and which."""
        never = "9999-12-31"
        of_type = collections.defaultdict(list)
        for data, _ in cards:
            if data["validity_status"] != "invalid":
                key = (members[data["organization_member_id"]]["display_name"], data["certification_type"]["title"])
                of_type[key].append((data["expires_on"] or never, words(data["validity_status"])))
        folded = 0
        for title, group in section.groups.items():
            for name, type_title, expires_on, _, _, later in group:
                end, _ = max(of_type[name, type_title])
                if end == expires_on:
                    self.assertEqual(later, "–")
                    self.assertNotIn("with a later one", title)
                    continue
                statuses = {status for one, status in of_type[name, type_title] if one == end}
                self.assertTrue(any(status in later for status in statuses), later)
                self.assertIn("no end" if end == never else f"until {end}", later)
                if title.startswith("Past"):
                    begun = [end for end, status in of_type[name, type_title]
                             if end > expires_on and status != "not yet valid"]
                    self.assertEqual("without" in title, not begun, title)
                    folded += "without" not in title
        past, small = section.tiles["Past their last day"]
        self.assertEqual(small, f"{past - folded} without a later one")

    def compare_matrix(self, section, members, as_of):
        titles = {data["id"]: data["title"] for data, _ in self.every("certification-type")}
        asked = {data["id"]: data["title"] for data, _ in self.every("qualification", "--status", "active")}
        expected = collections.defaultdict(dict)
        for data, meta in self.every("qualification-result", "--as-of", as_of):
            if data["status"] == "qualified":
                more = f"until {meta['qualified_until']}" if meta["qualified_until"] else "no end"
            else:
                more = "missing: " + ", ".join(titles[one] for one in data["missing_certification_type_ids"])
            name = members[data["organization_member_id"]]["display_name"]
            expected[name][asked[data["qualification_id"]]] = (words(data["status"]), more)
        told = {name: {title: (status.split("\u00a0")[1], more) for title, (status, more) in row.items()}
                for name, row in section.matrix.items()}
        self.assertEqual(told, expected)
        self.assertEqual(len(told), len(members))
        for title in asked.values():
            count = sum(row[title][0] == "qualified" for row in expected.values())
            self.assertEqual(section.qualified[title], f"{count} of {len(members)} qualified")

    def test_standard_output(self):
        flags = ["report", "expiries", *tool.NOW, "--html"]
        path = self.path("same.html")
        told = self.call(*flags, path)
        self.assertRegex(told.stderr.decode(), r"same\.html: \d+ certifications of 229 members\n$")
        piped = self.call(*flags, "-")
        self.assertEqual((piped.code, piped.stderr), (tool.OK, b""))
        with open(path, "rb") as file:
            self.assertEqual(file.read(), piped.stdout)

    def test_the_day_is_that_of_the_clock(self):
        section = self.section("--now", "2025-12-31T23:59:59.999Z")
        self.assertEqual(section.node.all("time")[0].attributes["datetime"], "2025-12-31")
        self.assertEqual(list(section.to_come), ["Dec 2025"] + [f"{month[:3]} 2026" for month in MONTHS[:11]])

    def test_ctrl_c_ends_it_by_the_signal(self):
        path = self.path("stopped.html", b"earlier")
        process = subprocess.Popen([tool.TOOL, "--db", self.db, "report", "expiries", "--html", path],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.__exit__, None, None, None)
        while not os.path.exists(path + ".partial") and process.poll() is None:
            pass
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        with open(path, "rb") as file:
            content = file.read()
        self.assertFalse(os.path.exists(path + ".partial"))
        self.assertEqual((process.returncode, content), (-signal.SIGINT, b"earlier"), stderr)
        self.assertIn(b"interrupted; nothing was written", stderr)


class Texts(ReportCase):
    """Stored text is text, and the page needs nothing else."""

    def test_names_are_no_markup(self):
        evil = "<script>alert('x')</script>\"&amp;<b \u202e\x1b"
        shown = evil.replace("\u202e", "\\u202e").replace("\x1b", "\\u001b")
        db = self.path("evil.db")

        def create(resource, request):
            result = tool.run("--db", db, resource, "create", "-", *tool.NOW, stdin=json.dumps(request).encode())
            self.assertEqual(result.code, tool.OK, result)
            return result.json()["data"]["id"]

        organization = create("organization", {"name": evil})
        member = create("member", {"organization_id": organization, "display_name": evil, "external_id": "<i>&",
                                   "status": "inactive"})
        kinds = [create("certification-type", {"organization_id": organization, "slug": slug, "title": evil})
                 for slug in ("held", "missing")]
        create("qualification", {"organization_id": organization, "slug": "q", "title": evil,
                                 "certification_type_ids": kinds})
        create("certification", {"organization_member_id": member, "certification_type_id": kinds[0],
                                 "issued_on": "2025-01-01", "expires_on": "2026-03-01", "source": "import"})
        page = self.report(*tool.NOW, db=db)
        section = Section(page.all("section")[0])
        self.assertEqual(section.name, shown)
        self.assertEqual(page.all("title")[0].text(), f"Certifications on 2026-01-15, {shown}")
        self.assertEqual(section.groups["March 2026"], [(f"{shown} <i>&, inactive", shown, "2026-03-01", "45",
                                                         "✓\u00a0valid", "–")])
        self.assertEqual(section.matrix, {shown: {shown: ("◐\u00a0partially qualified", f"missing: {shown}")}})
        self.assertEqual(section.days["2026-03-01"].all("title")[0].text(), f"Sunday, 1 March 2026: 1; {shown}, {shown}")
        for tag in ("script", "b", "i"):
            self.assertEqual(page.all(tag), [])

    def test_it_needs_nothing_else(self):
        page = self.report(*tool.NOW)
        for tag in ("script", "img", "link", "iframe", "object", "use"):
            self.assertEqual(page.all(tag), [], tag)
        with open(self.path("page.html"), encoding="utf-8") as file:
            text = file.read()
        self.assertTrue(text.startswith("<!DOCTYPE html>\n<html lang=en><head><meta charset=\"utf-8\">"))
        for word in ("://", "@import", "@font-face", "src=", "url(h"):
            self.assertNotIn(word, text)

    def test_it_can_be_read_without_eyes(self):
        page = self.report(*tool.NOW)
        for svg in page.all("svg"):
            ids = {child.attributes["id"] for child in svg.children if child.tag in ("title", "desc")}
            self.assertEqual(ids, set(svg.attributes["aria-labelledby"].split()))
        for table in page.all("table"):
            self.assertTrue(table.all("thead")[0].all("th", scope="col"))
            for head in table.all("th"):
                self.assertIn("scope", head.attributes)
        ids = [node.attributes["id"] for tag in ("h2", "title", "desc", "pattern") for node in page.all(tag)
               if "id" in node.attributes]
        self.assertEqual(len(ids), len(set(ids)))
        for link in page.all("a"):
            self.assertIn(link.attributes["href"][1:], ids)

    def test_to_renew_early_opens_nothing(self):
        organization = self.create("organization", {"name": "Early"})
        member = self.create("member", {"organization_id": organization, "display_name": "Bo Lind"})
        kind = self.create("certification-type", {"organization_id": organization, "slug": "s", "title": "S"})
        for issued_on, expires_on in (("2022-01-01", "2023-12-31"), ("2024-01-01", "2026-12-31"),
                                      ("2027-01-01", "2029-12-31")):
            self.create("certification", {"organization_member_id": member, "certification_type_id": kind,
                                          "issued_on": issued_on, "expires_on": expires_on})
        section = self.section("--organization-id", organization, "--as-of", "2026-06-01")
        self.assertEqual(section.tiles["Past their last day"], (1, "0 without a later one"))
        self.assertEqual([title for title in section.groups if title.startswith("Past")],
                         ["Past their last day, with a later one"])

    def test_an_empty_organization(self):
        organization = self.create("organization", {"name": "Empty"})
        section = self.section("--organization-id", organization, "--as-of", "2028-02-29")
        self.assertEqual(section.name, "Empty")
        self.assertEqual({count for count, *_ in section.tiles.values()}, {0})
        self.assertEqual((section.figures, section.groups, section.matrix), ({}, {}, {}))
        self.assertEqual(section.to_come, {text: 0 for text in section.to_come})
        self.assertEqual(len(section.to_come), 12)
        self.assertIn("There is no member.", section.node.text())

    def test_a_store_without_organizations(self):
        db = self.path("none.db")
        organization = tool.run("--db", db, "organization", "create", "--name", "N").json()["data"]["id"]
        tool.run("--db", db, "organization", "update", "--id", organization, "--status", "archived")
        page = self.report("--as-of", "2026-01-15", db=db)
        self.assertEqual(page.all("section"), [])
        self.assertIn("No organization is within reach on 2026-01-15.", page.text())

    def test_a_part_for_each_organization(self):
        other = self.create("organization", {"name": "Other"})
        sections = [Section(node) for node in self.report(*tool.NOW).all("section")]
        self.assertIn("Nordsee Wind Service", [section.name for section in sections])
        self.assertIn("Other", [section.name for section in sections])
        self.assertEqual(self.section("--organization-id", other).name, "Other")

    def test_whoever_reaches_only_oneself_sees_only_oneself(self):
        user = "01890000-0000-7000-8000-00000000aaaa"
        member = self.create("member", {"organization_id": self.organization, "display_name": "Bo Lind", "user_id": user})
        self.create("certification", {**self.body, "organization_member_id": member, "issued_on": "2024-03-01"})
        self.create("qualification", {"organization_id": self.organization, "slug": "q", "title": "Climber",
                                      "certification_type_ids": [self.type]})
        principal = {"user_id": user, "reach": "self", "scopes": SCOPES}
        section = self.section("--principal", json.dumps(principal), *tool.NOW)
        self.assertEqual(list(section.matrix), ["Bo Lind"])
        self.assertEqual(section.figures, {"2026-03-01": 1})
        self.assertIn("1 member, 1 certification, ", section.about)
        self.assertNotIn("Mette Holm", section.node.text())
        for missing in SCOPES:
            principal["scopes"] = [scope for scope in SCOPES if scope != missing]
            result = self.call("report", "expiries", "--html", self.path("forbidden.html"), "--json", "--principal",
                               json.dumps(principal))
            self.assert_problem(result, tool.STATE, "forbidden")
            self.assertIn(missing, result.stderr.decode())
            self.assertFalse(os.path.exists(self.path("forbidden.html")))


class Files(ReportCase):
    """The file is there whole or stays as it was."""

    def fails(self, path, *flags, code):
        result = self.call("report", "expiries", "--html", path, *flags)
        self.assert_exit(result, code)
        self.assertFalse(os.path.exists(path + ".partial"))
        return result.stderr.decode()

    def test_what_fails_leaves_no_file(self):
        path = self.path("no/folder/page.html")
        self.assertIn("page.html' can't be written: No such file", self.fails(path, code=tool.ENVIRONMENT))
        unknown = ["--organization-id", "01890000-0000-7000-8000-000000000000"]
        path = self.path("absent.html")
        self.fails(path, *unknown, code=tool.STATE)
        self.fails(path, "--organization-id", "\udcff", code=tool.REFUSED)
        self.fails(path, "--known-at", "2026-01-15T08:00:00Z", code=tool.REFUSED)
        self.assertFalse(os.path.exists(path))

    def test_what_fails_keeps_the_file_that_is_there(self):
        path = self.path("kept.html", b"earlier")
        self.fails(path, "--organization-id", "01890000-0000-7000-8000-000000000000", code=tool.STATE)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), b"earlier")
        self.section(*tool.NOW, name="kept.html")

    def test_it_goes_over_nothing_that_somebody_needs(self):
        with open(self.db, "rb") as file:
            before = file.read()
        for path, why in ((self.db, "it is the store"), (self.db + "-wal", "it is the store"),
                          (self.folder.name, "it is no ordinary file"), ("/dev/full", "it is no ordinary file")):
            result = self.call("report", "expiries", "--html", path)
            self.assert_usage(result, "a page can't go to", why)
        for name in ("certs.db", "certs.db-wal", "certs.db-shm", "certs.db-journal", "certs.db-lock"):
            for db, path in ((self.db, name), ("certs.db", self.path(name)), ("certs.db", name)):
                result = tool.run("--db", db, "report", "expiries", "--html", path, folder=self.folder.name)
                self.assert_usage(result, "a page can't go to", "it is the store")
        with open(self.db, "rb") as file:
            self.assertEqual(file.read(), before)

    def test_a_report_makes_no_store(self):
        db = self.path("absent.db")
        result = tool.run("--db", db, "report", "expiries", "--html", self.path("x.html"))
        self.assert_exit(result, tool.ENVIRONMENT)
        self.assertFalse(os.path.exists(db) or os.path.exists(self.path("x.html")))

    def test_usage(self):
        page = ["--html", self.path("usage.html")]
        for arguments, word in (([], "what: expiries"), (["expiry", *page], "no report of 'expiry'"),
                                (["expirys", *page], "'expiries'"), (["expiries"], "--html expiries.html"),
                                (["expiries", "x.html", *page], "'x.html' is too many"),
                                (["expiries", *page, *page], "--html is given more than once"),
                                (["expiries", "--htm", "x"], "did you mean '--html'"),
                                (["expiries", *page, "--key", "k"], "--key"),
                                (["expiries", *page, "--as-of", "2026-02-30"], "--as-of takes a real day")):
            with self.subTest(arguments):
                self.assert_usage(self.call("report", *arguments), word)
        self.assert_usage(tool.run("report", "expiries", *page), "--db certs.db")
        self.assert_usage(tool.run("reprot"), "'report'")
        self.assertFalse(os.path.exists(page[1]))

    def test_help(self):
        text = tool.run("report", "--help").stdout.decode()
        for word in ("Usage: certlite --db FILE report expiries --html FILE", "--organization-id ID", "--as-of DATE",
                     "report expiries --html expiries.html\n", "Exit codes", *SCOPES):
            self.assertIn(word, text)
        self.assertEqual(tool.run("report", "expiries", "--help").stdout.decode(), text)
        self.assertIn("report expiries ", tool.run("--help").stdout.decode())


if __name__ == "__main__":
    unittest.main()
