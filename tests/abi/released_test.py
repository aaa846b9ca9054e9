#!/usr/bin/python3
"""`released_test.py LIBRARY`: what was released goes on working. Beside each released header lie its ABI, as abidw tells it,
and a client in C. Nothing of that ABI may be gone or changed, and the client runs on LIBRARY as it was compiled and linked
then. By hand, when a version is released: `released_test.py LIBRARY --keep VERSION`."""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import contract

HERE = Path(__file__).resolve().parent / "released"
COMPILE = ["gcc", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"]
RESERVED = r"(void \*reserved_pointer;)(.*?} certlite_call;)"
CHANGES = [  # of the header: what stands there, what it becomes, and what abidiff is to name, or nothing
    ("typedef int32_t certlite_status;", "typedef int64_t certlite_status;", "certlite_status"),
    (r"size_t n, int32_t as_of_day,(\s+uint8_t)", r"size_t n, int64_t as_of_day,\1", "certlite_validity_statuses"),
    (r"CERTLITE_API void certlite_batch_id\([^;]*;", "", "certlite_batch_id"),
    ("int32_t grace_days;(.*?)int32_t expiring_soon_days;", r"int32_t expiring_soon_days;\1int32_t grace_days;", "grace_days"),
    (r"(certlite_str problem;.*?)(} certlite_result;)", r"\1 int32_t more; int32_t most; \2", "certlite_result"),
    (RESERVED, r"int32_t more; int32_t most; \1\2", "certlite_call"),
    (RESERVED, r"\1 int32_t more; int32_t most; \2", None),
    (r"(CERTLITE_API void certlite_close\([^;]*;)", r"\1 CERTLITE_API void certlite_more(int32_t n);", None),
]
MOVES = [  # what abidiff doesn't see: constants, and the order in a struct that may grow
    ("uint32_t busy_timeout_ms;(.*?)uint32_t reserved;", r"uint32_t reserved;\1uint32_t busy_timeout_ms;", "busy_timeout_ms 12 4"),
    (r"#define CERTLITE_E_BUSY \(-401\)", "#define CERTLITE_E_BUSY (-400)", "CERTLITE_E_BUSY -400"),
]


def run(*command, check=True, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def library_of(header, folder):
    """A library with the header's ABI, of which no function does anything."""
    folder.mkdir(parents=True)
    (folder / "certlite.h").write_text(header)
    functions = re.findall(r"CERTLITE_API [^;()]*\([^;]*\);", header)
    bodies = [function.replace(";", " {}" if " void certlite" in function else " { return 0; }") for function in functions]
    (folder / "library.c").write_text("\n".join(["#include <certlite.h>", *bodies]) + "\n")
    major, = re.findall(r"(?m)^#define CERTLITE_ABI_VERSION (\d+)$", header)
    (folder / "library.map").write_text(f"CERTLITE_{major} {{ global: certlite_*; local: *; }};\n")
    library = folder / f"libcertlite.so.{major}"
    run("gcc", "-w", "-g", "-fPIC", "-shared", f"-I{folder}", f"-Wl,-soname,{library.name},--version-script={folder}/library.map",
        folder / "library.c", "-o", library)
    return library


def tell_abi(header, folder, file):
    """Writes the ABI of the header into a file, as abidw tells it. It is told of a library that has nothing else, for abidw
    would tell all that lies behind the handles of a true one."""
    library = library_of(header, folder)
    run("abidw", "--headers-dir", folder, "--no-comp-dir-path", "--no-corpus-path", "--out-file", file, library)
    file.write_text(file.read_text().replace(str(folder), ""))


def compare(release, library, header):
    """What of the release's ABI is gone from the library or changed in it. abidiff needs the headers of both: it takes for
    private what isn't declared there."""
    with tempfile.TemporaryDirectory() as headers:
        shutil.copy(header, headers)
        return run("abidiff", "--no-added-syms", "--exported-interfaces-only", "--suppressions", HERE / "growth.abignore",
                   "--headers-dir1", release, "--headers-dir2", headers, release / "certlite.abi", library, check=False)


def numbers(release, headers, folder):
    """Where each member of a struct lies and each constant's value, of those that the release has, as `headers` tell it."""
    lines = [f'printf("{name} %ld\\n", (long)({name}));' for name in contract.constants(release)]
    for struct, members in contract.members(release).items():
        lines += [f'printf("{struct}.{member} %zu %zu\\n", offsetof({struct}, {member}), sizeof((({struct} *)0)->{member}));'
                  for member in members]
    program = "#include <certlite.h>\n#include <stdio.h>\nint main(void) {\n" + "\n".join(lines) + "\nreturn 0; }\n"
    (folder / "numbers.c").write_text(program)
    run(*COMPILE, f"-I{headers}", folder / "numbers.c", "-o", folder / "numbers")
    return run(folder / "numbers").stdout.splitlines()


class ReleasedTest(unittest.TestCase):
    library = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.released = sorted(path.parent for path in HERE.glob("*/certlite.h"))
        self.assertTrue(self.released)

    def test_nothing_that_was_released_is_gone_or_changed(self):
        for release in self.released:
            told = compare(release, self.library, contract.HEADER)
            self.assertEqual((0, ""), (told.returncode, told.stderr), told.stdout)

    def test_no_constant_has_changed_and_no_member_has_moved(self):
        for release in self.released:
            then = numbers(release / "certlite.h", release, self.folder)
            self.assertGreater(len(then), 80)
            self.assertEqual(then, numbers(release / "certlite.h", contract.FOLDER, self.folder), release.name)

    def test_a_constant_that_changes_and_a_member_that_moves_are_noticed(self):
        for stands, becomes, named in MOVES:
            (self.folder / "certlite.h").write_text(self.changed(stands, becomes))
            moved = numbers(contract.HEADER, self.folder, self.folder)
            self.assertIn(named, "\n".join(moved))
            self.assertNotEqual(numbers(contract.HEADER, contract.FOLDER, self.folder), moved)

    def test_an_old_client_runs_on_this_library(self):
        for release in self.released:
            then = library_of((release / "certlite.h").read_text(), self.folder / release.name)
            client = self.folder / release.name / "client"
            run(*COMPILE, f"-I{release}", release / "client.c", then, "-o", client)
            told = run(client, check=False, env={"LD_LIBRARY_PATH": str(self.library.parent)})
            self.assertEqual((0, ""), (told.returncode, told.stdout + told.stderr), release.name)

    def test_the_old_client_notices_a_library_that_does_nothing(self):
        release = self.released[0]
        idle = library_of((release / "certlite.h").read_text(), self.folder / "idle")
        run(*COMPILE, f"-I{release}", release / "client.c", idle, "-o", self.folder / "client")
        told = run(self.folder / "client", check=False, env={"LD_LIBRARY_PATH": str(idle.parent)})
        self.assertNotEqual(0, told.returncode)

    def test_the_old_client_calls_every_function_that_there_was(self):
        for release in self.released:
            run(*COMPILE, "-c", f"-I{release}", release / "client.c", "-o", self.folder / "client.o")
            called = set(re.findall(r" U (certlite_\w+)", run("nm", self.folder / "client.o").stdout))
            self.assertEqual(contract.functions(release / "certlite.h"), called)

    def test_each_change_that_breaks_a_host_is_named_and_growth_is_not(self):
        release = self.folder / "release"
        tell_abi(contract.HEADER.read_text(), release, release / "certlite.abi")
        for number, (stands, becomes, named) in enumerate(CHANGES):
            changed = self.folder / str(number)
            library = library_of(self.changed(stands, becomes), changed)
            told = compare(release, library, changed / "certlite.h")
            with self.subTest(becomes):
                self.assertEqual(named is None, told.returncode == 0, told.stdout)
                self.assertIn(named or "", told.stdout)

    def test_a_library_that_differs_from_its_release_is_noticed(self):
        stands, becomes, named = CHANGES[0]
        release = self.folder / "release"
        tell_abi(self.changed(stands, becomes), release, release / "certlite.abi")
        told = compare(release, self.library, contract.HEADER)
        self.assertNotEqual(0, told.returncode)
        self.assertIn(named, told.stdout)

    def changed(self, stands, becomes):
        header, times = re.subn(stands, becomes, contract.HEADER.read_text(), count=1, flags=re.S)
        self.assertEqual(1, times, stands)
        return header


def keep(library, version):
    """The library must have the ABI that is kept, or its header tells what isn't so."""
    release = HERE / version
    release.mkdir(exist_ok=True)
    shutil.copy(contract.HEADER, release)
    with tempfile.TemporaryDirectory() as folder:
        tell_abi(contract.HEADER.read_text(), Path(folder) / "release", release / "certlite.abi")
    told = compare(release, library, contract.HEADER)
    if told.returncode != 0:
        sys.exit(told.stdout + told.stderr)
    print(f"kept {release}; give it a client.c that calls all that there is")


if __name__ == "__main__":
    ReleasedTest.library = Path(sys.argv.pop(1)).absolute()
    if sys.argv[1:2] == ["--keep"]:
        keep(ReleasedTest.library, sys.argv[2])
    else:
        unittest.main()
