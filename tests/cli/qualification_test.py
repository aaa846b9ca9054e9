#!/usr/bin/python3
"""Who is qualified, as people see it: explanations that go several levels deep, and timelines as bars."""
import re
import unittest

import tool

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Qualifications(tool.StoreCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()  # the card holds from 2023-12-25 to 2025-12-25
        cls.qualification = cls.create("qualification", {
            "organization_id": cls.organization, "slug": "climber", "title": "Climber",
            "certification_type_ids": [cls.type]})

    def whom(self, member=None):
        return ["--organization-member-id", member or self.member, "--qualification-id", self.qualification]

    def on_terminal(self, verb, *arguments, **options):
        result = tool.run_on_terminal("--db", self.db, "qualification-result", verb, *arguments, **options)
        self.assertEqual(result.code, tool.OK, result)
        return result.stdout.decode()

    def bar(self, first, last, member=None, **options):
        text = self.on_terminal("timeline", *self.whom(member), "--starts-on", first, "--ends-on", last, **options)
        return re.search(r"^segments +(\S.*)$", COLOUR.sub("", text), re.MULTILINE).group(1)

    def test_an_explanation_stands_level_by_level(self):
        text = COLOUR.sub("", self.on_terminal("explain", *self.whom(), "--as-of", "2026-01-06"))
        self.assertRegex(text, r"(?m)^meta.requirements$")
        self.assertRegex(text, rf"(?m)^- certification_type_id +{self.type}$")
        self.assertRegex(text, r"(?m)^  candidates$")
        self.assertRegex(text, rf"(?m)^  - certification_id +{self.card}$")
        self.assertRegex(text, r"(?m)^    reason +expired$")
        self.assertRegex(text, r"(?m)^    days_remaining +-12$")
        self.assertRegex(text, r"(?m)^  - operation +certification.renew$")

    def test_a_timeline_is_a_bar(self):
        bar = self.bar("2023-12-20", "2025-12-31", columns=80)
        self.assertRegex(bar, r"^░█+░$")
        self.assertEqual(len(bar), 80 - len("missing_certification_type_ids") - 4)
        self.assertEqual(self.bar("2023-12-24", "2023-12-27"), "░███", "a block a day where there are few")

    def test_no_gap_is_too_short_to_be_seen(self):
        member = self.create("member", {"organization_id": self.organization, "display_name": "Bo Lind"})
        for issued_on in ("2023-12-25", "2025-12-27"):  # neither covers 2025-12-26
            self.create("certification", {**self.body, "organization_member_id": member, "issued_on": issued_on})
        self.assertRegex(self.bar("2023-12-25", "2027-12-27", member, columns=60), r"^█+░█+$")

    def test_timelines_stand_below_each_other_on_one_axis(self):
        role = self.create("job-role", {"organization_id": self.organization, "slug": "rigger", "title": "Rigger",
                                        "qualification_ids": [self.qualification]})
        others = [self.create("member", {"organization_id": self.organization, "display_name": name})
                  for name in ("Cem Yildiz", "Dora Falk")]
        members = sorted([self.member, *others])
        for member in members:
            given = self.call("job-role-assignment", "put", "--organization-member-id", member, "--job-role-id", role)
            self.assertEqual(given.code, tool.OK, given)
        days = ["--job-role-id", role, "--starts-on", "2023-12-20", "--ends-on", "2025-12-31"]
        for columns in (120, 100, 80, 60, 40, 25, 10):
            text = self.on_terminal("timeline", *days, columns=columns, environment={"NO_COLOR": "1"})
            head, *lines = text.splitlines()
            self.assertEqual(lines.pop(), "3 shown")
            self.assertEqual(len(lines), 3)
            bars = [re.search(r"[░▒█]+$", line).group() for line in lines]
            self.assertEqual(len({len(bar) for bar in bars}), 1, text)
            for line, member in zip(lines, members):
                self.assertTrue(member.endswith(line.split()[0].lstrip("…")), text)
            if columns >= 40:
                for bar, member in zip(bars, members):
                    self.assertRegex(bar, "^░█+░$" if member == self.member else "^░+$")
                self.assertTrue(all(len(line) == columns for line in lines), text)
                self.assertEqual(head.index("2023-12-20"), lines[0].index(bars[0]))
            if columns >= 60:
                self.assertTrue(head.endswith("2025-12-31"), text)
                self.assertEqual(len(head), columns)

    def test_its_colours_are_left_out_where_they_are_not_welcome(self):
        arguments = [*self.whom(), "--starts-on", "2023-12-20", "--ends-on", "2024-12-31"]
        self.assertIn("\x1b[32m█", self.on_terminal("timeline", *arguments))
        self.assertNotIn("\x1b", self.on_terminal("timeline", *arguments, environment={"NO_COLOR": "1"}))

    def test_a_list_says_whom_it_is_about(self):
        lines = COLOUR.sub("", self.on_terminal("list", "--organization-member-id", self.member, columns=120)).splitlines()
        self.assertEqual(lines[1].split()[:3], [self.member, self.qualification, "not_qualified"])


    def test_an_assignment_is_known_by_the_id_beside_it(self):
        role = self.create("job-role", {"organization_id": self.organization, "slug": "signaller", "title": "Signaller",
                                        "qualification_ids": [self.qualification]})
        put = tool.run("--db", self.db, "job-role-assignment", "put", "--organization-member-id", self.member,
                       "--job-role-id", role).json()
        self.assert_exit(self.call("job-role-assignment", "archive", "--id", put["meta"]["id"]), tool.OK)
        result = tool.run_on_terminal("--db", self.db, "job-role-assignment", "list", "--job-role-id", role, columns=160)
        lines = COLOUR.sub("", result.stdout.decode()).splitlines()
        self.assertEqual(lines[1].split()[:5], [self.member, role, "false", put["meta"]["id"], "archived"])


if __name__ == "__main__":
    unittest.main()
