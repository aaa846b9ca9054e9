#!/usr/bin/python3
"""Imports of CSV: what a cell, a row and a column become, and that a broken row harms no other."""
import contextlib
import json
import sqlite3
import unittest

import tool
from tool import jsonl


class Csv(tool.ImportCase):
    def rows(self, *rows):
        """A file of four columns, each row without its first two cells."""
        text = "organization_member_id,issuer_name,certification_type_slug,serial_number\n"
        return (text + "".join(f"{self.member},{self.name},{row}\n" if row else "\n" for row in rows)).encode()

    def bring_types(self, name, text, code=tool.OK):
        result = self.call("import", "certification-types", self.path(f"{self.name}.{name}", text.encode()), "--json",
                           "--organization-id", self.organization)
        self.assertEqual(result.code, code, result)
        return {**result.json(), "stderr": result.stderr.decode()}

    def lines_of(self, batch_id):
        """The lines of a batch that the history knows."""
        with contextlib.closing(sqlite3.connect(f"file:{self.db}?mode=ro", uri=True)) as store:
            payloads = store.execute("SELECT payload FROM history WHERE operation = 'certification.import'").fetchall()
        origins = [json.loads(payload)["import"] for payload, in payloads]
        return [origin["line"] for origin in origins if origin["batch_id"] == batch_id]

    def test_cells_as_rfc_4180_has_them(self):
        text = ("\ufefforganization_member_id,certification_type_slug,serial_number,issuer_name\r\n"
                f'{self.member},heights,"a ""b"", c","two\nlines"\r\n'
                f'{self.member},heights, spaces ,\r\n'
                f'{self.member},heights,"",ü').encode()
        self.assert_counts(self.bring("a.csv", text), created=3)
        made = [json.loads(line) for line in self.cards()[self.before:]]
        self.assertEqual({(record["serial_number"], record["issuer_name"]) for record in made},
                         {('a "b", c', "two\nlines"), (" spaces ", None), ("", "ü")})

    def test_columns_are_mapped_and_dates_are_never_guessed(self):
        text = (f"Who;Course;Issued;Notes\n{self.member};heights;29/02/2024;x\n{self.member};heights;31/02/2024;\n"
                f"{self.member};heights;2024-02-28;\n").encode()
        flags = ["--delimiter", ";", "--map", "Who=organization_member_id", "--map", "Course=certification_type_slug",
                 "--map", "Issued=issued_on", "--map", "Notes=", "--date-format", "DD/MM/YYYY"]
        summary = self.bring("a.csv", text, *flags, code=tool.REFUSED)
        self.assert_counts(summary, created=1, refused=2)
        self.assertIn('row 3: /issued_on: "31/02/2024" is not a day of the calendar.', summary["stderr"])
        wrong, iso = self.rejected("a.csv")
        self.assertEqual([wrong["rejected"][0]["rule"], iso["rejected"][0]["rule"]], ["date.exists", "date.format"])
        wrong["issued_on"], iso["issued_on"] = "29/02/2024", "28/02/2024"
        mended = self.bring("b.jsonl", jsonl(iso, wrong), "--date-format", "DD/MM/YYYY")
        # The mended first line says what row 2 says, and is another line of another file: known by its content.
        self.assert_counts(mended, created=1, replayed=1)

    def test_columns_by_number(self):
        text = f"heights\tx\t{self.member}\nheights\ty\t{self.member}\n".encode()
        flags = ["--no-header", "--delimiter", "tab", "--map", "3=organization_member_id", "--map",
                 "1=certification_type_slug", "--map", "2=serial_number"]
        self.assert_counts(self.bring("a.csv", text, *flags), created=2)

    def test_a_column_that_is_no_field_is_refused_before_anything_is_written(self):
        header = b"organization_member_id,certification_type_slug,serial_numer\n"
        row = f"{self.member},heights,1\n".encode()
        for flags, word in [((), "did you mean 'serial_number'"), (("--map", "x=source"), "no column 'x'"),
                            (("--map", "serial_numer=certification_type_slug"), "two columns"),
                            (("--map", "nonsense"), "COLUMN=FIELD")]:
            result = self.call("import", "certifications", self.path("a.csv", header + row), *flags)
            self.assert_usage(result, word)
        self.assertEqual(len(self.cards()), self.before)

    def test_a_row_has_as_many_cells_as_the_header(self):
        rows = self.rows("heights,ok", "heights", "heights,7,7", "heights,ok too")
        summary = self.bring("a.csv", rows, code=tool.REFUSED)
        self.assert_counts(summary, created=2, refused=2)
        self.assertIn("row 3: The row has 3 cells, the header 4. (csv.cells)\n"
                      "row 4: The row has 5 cells, the header 4. (csv.cells)\n", summary["stderr"])
        short, _ = self.rejected("a.csv")
        self.assertEqual(short, {"csv": f"{self.member},{self.name},heights", "rejected": [
            {"at": "row 3", "rule": "csv.cells", "detail": "The row has 3 cells, the header 4."}]})
        mended = {**self.line(serial_number="mended"), "rejected": short["rejected"]}
        summary = self.bring("b.jsonl", jsonl(short, mended), code=tool.REFUSED)
        self.assert_counts(summary, created=1, refused=1)
        self.assertIn("line 1: /csv: ", summary["stderr"])
        flags = ["--no-header", "--map", "1=organization_member_id", "--map", "2=certification_type_slug"]
        summary = self.bring("c.csv", f"{self.member},heights,7\n{self.member},heights\n".encode(), *flags,
                             code=tool.REFUSED)
        self.assert_counts(summary, created=1, refused=1)
        self.assertIn("row 1: The row has 3 cells, --map names 2. (csv.cells)", summary["stderr"])

    def test_a_stray_quote_harms_only_its_row(self):
        rows = self.rows("heights,1", 'heights,5" pipe', "heights,2", '"hei"ghts,3', "heights,4")
        summary = self.bring("a.csv", rows, code=tool.REFUSED)
        self.assert_counts(summary, created=3, refused=2)
        self.assertIn("row 3: A quote stands inside of a cell", summary["stderr"])
        self.assertEqual([(line["csv"], line["rejected"][0]["at"], line["rejected"][0]["rule"])
                          for line in self.rejected("a.csv")],
                         [(f'{self.member},{self.name},heights,5" pipe', "row 3", "csv.quoting"),
                          (f'{self.member},{self.name},"hei"ghts,3', "row 5", "csv.quoting")])

    def test_a_quote_that_is_not_closed_harms_only_its_row(self):
        # What comes after it is longer than a record may be, or ends in a quote that belongs to another row.
        for count, last in ((3, "heights,last"), (3, 'heights,"last"'), (6000, "heights,last")):
            text = self.rows("heights,first", 'heights,"open', *[f"heights,{i}" for i in range(count)], last)
            summary = self.bring("a.csv", text, "--dry-run", code=tool.REFUSED)
            self.assert_counts(summary, created=count + 2, refused=1)
            self.assertIn("row 3: A quote is opened at the beginning of a cell, and none ends the cell. (csv.quoting)",
                          summary["stderr"])

    def test_a_line_without_end_is_refused_and_not_held(self):
        text = self.rows("heights,1", "heights," + "x" * 3_000_000, "heights,2")
        summary = self.bring("a.csv", text, code=tool.REFUSED)
        self.assert_counts(summary, created=2, refused=1)
        self.assertIn("row 3: The line has more than 262144 bytes", summary["stderr"])
        self.assertLess(len(self.rejected("a.csv")[0]["csv"]), 300_000)
        lines = jsonl(*[self.line(serial_number=text) for text in (self.name, "x" * 3_000_000, self.name)])
        self.assert_counts(self.bring("b.jsonl", lines, code=tool.REFUSED), created=2, refused=1)
        self.assertEqual(self.rejected("b.jsonl")[0]["rejected"][0]["rule"], "line.size")

    def test_a_broken_row_withholds_an_atomic_import(self):
        rows = self.rows("heights,1", 'heights,5" pipe', "heights,2")
        self.assert_counts(self.bring("a.csv", rows, "--atomic", code=tool.REFUSED), withheld=2, refused=1)
        self.assertEqual(len(self.cards()), self.before)

    def test_rows_are_counted_as_a_spreadsheet_counts_them(self):
        rows = b"\n" + self.rows("heights,1", "", 'heights,"two\r\nlines"', "heights", "heights,2")
        summary = self.bring("a.csv", rows, code=tool.REFUSED)
        self.assert_counts(summary, created=3, refused=1)
        self.assertIn("row 6: The row has 3 cells", summary["stderr"])
        self.assertEqual(self.lines_of(summary["batch_id"]), [3, 5, 7], "so counts the history")
        line = self.line(serial_number=self.name)
        text = b"\n\n" + jsonl(line) + b"\r\n" + jsonl(line, {})
        summary = self.bring("b.jsonl", text, code=tool.REFUSED)
        self.assertIn("line 6: ", summary["stderr"])
        self.assertEqual(self.lines_of(summary["batch_id"]), [3, 5])

    def test_rows_end_as_every_system_ends_them(self):
        for end in ("\n", "\r\n", "\r"):
            rows = self.rows("heights,x", f'heights,"two{end}lines"').replace(b"\n", end.encode())
            self.assert_counts(self.bring("a.csv", rows, "--dry-run"), created=2)

    def test_rows_without_any_content_are_no_lines(self):
        summary = self.bring("a.csv", self.rows("heights,1", "") + b"\n,,,\r\n,\r\n")
        self.assert_counts(summary, created=1)
        self.assertEqual(summary["lines"], 1)

    def test_a_cell_of_json_may_go_over_several_lines(self):
        text = (f'slug,title,validity_period\r\n{self.name.replace("_", "-")},T,"{{\r\n  ""unit"": ""year"",\n'
                '  ""count"": 2\r\n}"\r\n')
        self.assert_counts(self.bring_types("a.csv", text), created=1)

    def test_a_column_may_be_a_member_of_an_object(self):
        slug = self.name.replace("_", "-")
        text = f"slug,title,validity_period.unit,validity_period.count\n{slug}-1,T,year,2\n{slug}-2,T,,\n{slug}-3,T,,3\n"
        summary = self.bring_types("a.csv", text, code=tool.REFUSED)
        self.assert_counts(summary, created=2, refused=1)
        self.assertIn("row 4: /validity_period/unit: ", summary["stderr"])
        types = {kind["slug"]: kind["validity_period"] for kind in
                 self.call("certification-type", "list", "--limit", "200").json()["data"]}
        self.assertEqual((types[f"{slug}-1"], types[f"{slug}-2"]), ({"unit": "year", "count": 2}, None))
        for header, told in (("slug,title,validity_period.units", "did you mean 'validity_period.unit'"),
                             ("slug,validity_period,validity_period.unit", "two columns lead to the field 'validity")):
            self.assert_usage(self.call("import", "certification-types", self.path("h.csv", header.encode() + b"\n")), told)

    def test_booleans_as_spreadsheets_write_them(self):
        text = f"display_name,is_primary\n{self.name},TRUE\n{self.name},False\n{self.name},yes\n".encode()
        result = self.call("import", "members", self.path(f"{self.name}.csv", text), "--organization-id",
                           self.organization, "--json")
        self.assert_counts(result.json(), created=2, refused=1)
        made = [member["is_primary"] for member in self.call("member", "list", "--limit", "200").json()["data"]
                if member["display_name"] == self.name]
        self.assertEqual(sorted(made), [False, True])

    def test_bytes_that_are_no_utf8_are_the_rows_own_fault(self):
        text = b"organization_member_id,certification_type_slug,serial_number\n"
        text += f"{self.member},heights,".encode() + b"\xfc\n" + f"{self.member},heights,u\n".encode()
        summary = self.bring("a.csv", text, code=tool.REFUSED)
        self.assert_counts(summary, created=1, refused=1)
        self.assertEqual(self.rejected("a.csv")[0]["rejected"][0]["rule"], "json.utf8")


if __name__ == "__main__":
    unittest.main()
