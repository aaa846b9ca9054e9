#!/usr/bin/python3
"""Where an import's refused lines go: never over what somebody needs, and never left behind when they are mended."""
import os
import subprocess
import unittest

import tool
from tool import jsonl


class Rejected(tool.ImportCase):
    def refused(self, *flags, file="in.jsonl", told=""):
        """A usage error, with everything as it was."""
        before = self.everything()
        result = self.call("import", "certifications", self.path(file), *flags)
        self.assert_usage(result, "refused lines can't go to", told)
        self.assertEqual(self.everything(), before)

    def everything(self):
        """What there is in the folder, without the lock's and the log's moving parts."""
        found = {}
        for name in sorted(os.listdir(self.folder.name)):
            path = self.path(name)
            kind = os.lstat(path).st_mode
            ordinary = os.path.isfile(path) and not name.startswith("certs.db")
            with open(path if ordinary else os.devnull, "rb") as file:
                found[name] = (kind, file.read())
        return found, self.cards()

    def setUp(self):
        super().setUp()
        for name in os.listdir(self.folder.name):
            if not name.startswith("certs.db"):
                os.unlink(self.path(name))
        self.path("in.jsonl", jsonl(self.line(serial_number=self.name), self.line(source="?")))

    def test_they_never_go_to_what_is_imported(self):
        os.symlink("in.jsonl", self.path("symlink"))
        os.link(self.path("in.jsonl"), self.path("link"))
        for name in ("in.jsonl", "symlink", "link"):
            self.refused("--rejected", self.path(name), told="it is what is imported")
        self.refused("--rejected", self.path("in.jsonl"), "--dry-run", told="it is what is imported")
        os.symlink("in.jsonl", self.path("in.jsonl.rejected.jsonl"))
        self.refused(told="it is what is imported")
        os.rename(self.path("in.jsonl"), self.path("x.partial"))
        self.refused("--rejected", self.path("x"), file="x.partial", told="it is what is imported")

    def test_they_never_go_to_what_is_read_from_standard_input(self):
        path = self.path("in.jsonl")
        with open(path, "rb") as file:
            before = file.read()
            done = subprocess.run([tool.TOOL, "--db", self.db, "import", "certifications", "-", "--rejected", path],
                                       stdin=file.fileno(), capture_output=True, check=False)
        self.assertEqual(done.returncode, tool.USAGE, done)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)

    def test_they_never_go_to_the_store(self):
        for name in (self.db, f"{self.db}-lock", os.path.join(self.folder.name, ".", "certs.db")):
            self.refused("--rejected", name, told="it is the store")
        new = self.path("new.db")
        for name in (new, os.path.join(self.folder.name, ".", "new.db")):
            result = tool.run("--db", new, "import", "certifications", self.path("in.jsonl"), "--rejected", name)
            self.assert_usage(result, "it is the store")
        self.assertFalse(os.path.exists(new))

    def test_they_replace_nothing_but_an_ordinary_file(self):
        os.mkfifo(self.path("fifo"))
        os.symlink("/dev/null", self.path("null"))
        for name in ("fifo", "null"):
            self.refused("--rejected", self.path(name), told="it is no ordinary file")
        self.refused("--rejected", self.folder.name, told="it is no ordinary file")
        os.mkfifo(self.path("in.jsonl.rejected.jsonl"))
        self.refused(told="it is no ordinary file")

    def test_one_that_is_no_file_has_none_beside_it(self):
        os.mkfifo(self.path("fifo"))
        with open(self.path("in.jsonl"), "rb") as file:
            lines = file.read()
        with subprocess.Popen([tool.TOOL, "--db", self.db, "import", "certifications", self.path("fifo")],
                                   stdout=subprocess.PIPE) as process:
            self.path("fifo", lines)
            self.assertIn(b"refused    1\n", process.communicate()[0])
        self.assertEqual(process.returncode, tool.REFUSED)
        self.assertFalse(os.path.exists(self.path("fifo.rejected.jsonl")))

    def test_those_of_an_earlier_import_go_once_nothing_is_refused(self):
        self.bring("a.jsonl", jsonl(self.line(source="?")), code=tool.REFUSED)
        path = self.path(f"{self.name}.a.jsonl.rejected.jsonl")
        mended = jsonl(self.line(source="api"))
        self.bring("a.jsonl", mended, "--dry-run")
        self.assertTrue(os.path.exists(path), "a dry run changes nothing")
        self.assertIsNone(self.bring("a.jsonl", mended)["rejected_file"])
        self.assertFalse(os.path.exists(path))
        other = self.path("named.jsonl", b"{}")
        self.bring("a.jsonl", mended, "--rejected", other)
        self.assertFalse(os.path.exists(other))

    def test_they_are_mended_and_imported_in_their_own_file(self):
        self.bring("a.jsonl", jsonl(self.line(source="?"), self.line(source="!")), code=tool.REFUSED)
        first, second = self.rejected("a.jsonl")
        first["source"] = "api"
        again = "a.jsonl.rejected.jsonl"
        self.assert_counts(self.bring(again, jsonl(first, second), code=tool.REFUSED), created=1, refused=1)
        self.assertEqual(self.rejected("a.jsonl"), [first, second], "what is imported stays")
        rest, = self.rejected(again)
        self.assertEqual(rest["rejected"][0]["at"], "line 2")
        self.assert_counts(self.bring(again, jsonl(first, {**second, "source": "api"})), created=1, replayed=1)
        self.assertFalse(os.path.exists(self.path(f"{self.name}.{again}.rejected.jsonl")))

    def test_what_an_atomic_import_refuses_is_mended_in_the_file(self):
        result = self.call("import", "certifications", self.path("in.jsonl"), "--atomic")
        self.assertEqual(result.code, tool.REFUSED)
        self.assertIn(b"Mend them in what was imported", result.stdout)

    def test_one_that_was_killed_leaves_nothing_in_the_way(self):
        self.path("in.jsonl.rejected.jsonl.partial", b"half of")
        result = self.call("import", "certifications", self.path("in.jsonl"), "--json")
        self.assert_counts(result.json(), created=1, refused=1)
        self.assertFalse(os.path.exists(self.path("in.jsonl.rejected.jsonl.partial")))


if __name__ == "__main__":
    unittest.main()
