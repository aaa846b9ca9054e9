#!/usr/bin/python3
"""Completions of bash and zsh: what is offered at a place on the command line, against what the library describes."""
import pathlib
import shlex
import subprocess
import unittest

import tool

COMPLETIONS = pathlib.Path(__file__).resolve().parents[2] / "bindings/cli/completions"
FILES = ["cards.csv", "certs.db"]  # what lies in the folder
BASH = """
source {script}
COMP_WORDS=({words}) COMP_CWORD={at}
_certlite
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
ZSH = """
_describe() {{ print -l -- ${{(M)${{${{(P)2}}%%:*}}:#$PREFIX*}} }}
_files() {{ print -l -- $PREFIX*(N) }}
compset() {{ PREFIX=${{PREFIX#*=}} }}
words=({words}) CURRENT={at}
PREFIX=${{words[CURRENT]}}
source {script}
"""


def offered_by_bash(*words):
    """Readline has '=' stand for itself, and ends there if nothing follows."""
    split = ["certlite"]
    for word in words:
        name, equals, value = word.partition("=")
        split += [part for part in (name, equals, value) if part] if equals else [word]
    return run("bash", "--norc", BASH, "certlite.bash", split, len(split) - 1)


def offered_by_zsh(*words):
    return run("zsh", "-f", ZSH, "_certlite", ["certlite", *words], len(words) + 1)


def run(shell, option, text, script, words, at):
    text = text.format(script=shlex.quote(str(COMPLETIONS / script)), words=shlex.join(words), at=at)
    done = subprocess.run([shell, option, "-c", text], capture_output=True, text=True, check=False, cwd=CompletionTest.folder)
    if done.returncode not in (0, 1) or done.stderr:
        raise AssertionError(f"{shell} {words}: {done.stderr}")
    return sorted(filter(None, done.stdout.splitlines()))


CASES = [  # what is typed, the last word up to the cursor, and all that is offered
    (("certification-t",), ["certification-type"]),
    (("i",), ["idempotency", "import"]),
    (("--db", "certs.db", "certification", "re"), ["reinstate", "renew", "restore", "revoke"]),
    (("--table", "certification", "re"), ["reinstate", "renew", "restore", "revoke"]),
    (("--db=certs.db", "certification_type", "c"), ["create"]),
    (("history", "--now", "2026-01-31T08:00:00Z", "v"), ["verify"]),
    (("certification", "create", "--issue"), ["--issued-on", "--issuer-name"]),
    (("certification", "create", "--source", ""), ["api", "import", "manual", "self-reported"]),
    (("certification", "create", "--source="), ["api", "import", "manual", "self-reported"]),
    (("certification", "create", "--source=m"), ["manual"]),
    (("certification", "create", "--issuer-name", ""), []),
    (("certification", "create", "--issuer-name", "X", "--source", "a"), ["api"]),
    (("certification", "list", "--validity_status", "ex"), ["expired", "expiring_soon"]),
    (("certification", "renew", "--null", ""), ["expires-on", "issued-on", "serial-number"]),
    (("member", "create", "--is-primary", "t"), ["true"]),
    (("member", "create", "--is-primary", "--em"), ["--email"]),
    (("certification", "create", "ca"), ["cards.csv"]),
    (("--db", "ce"), ["certs.db"]),
    (("--db=ce",), ["certs.db"]),
    (("import", "cert"), ["certification-types", "certifications"]),
    (("import", "certifications", ""), FILES),
    (("import", "certifications", "cards.csv", "--format", ""), ["csv", "jsonl"]),
    (("import", "certifications", "cards.csv", "--dr"), ["--dry-run"]),
    (("export", "certifications", "--c"), ["--certification-type-id", "--csv"]),
    (("report", ""), ["expiries"]),
    (("describe", "history.h"), ["history.head"]),
]


class CompletionTest(unittest.TestCase):
    folder = None

    @classmethod
    def setUpClass(cls):
        folder = tool.tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        for name in FILES:
            pathlib.Path(folder.name, name).touch()

    def test_each_shell_offers_what_may_stand_there(self):
        for words, expected in CASES:
            for offered in (offered_by_bash, offered_by_zsh):
                with self.subTest(words, shell=offered.__name__):
                    self.assertEqual(expected, offered(*words))

    def test_every_operation_is_offered_with_every_member_of_its_request(self):
        operations = tool.catalog()["operations"]
        self.assertGreater(len(operations), 50)
        for operation in operations:
            place = operation["name"].replace("_", "-").split(".")
            self.assertIn(place[1], offered_by_bash(place[0], ""))
            flags = {"--" + name.replace("_", "-") for name in operation["request"]["properties"]}
            self.assertLessEqual(flags | {"--db", "--json", "--help"}, set(offered_by_bash(*place, "-")), operation["name"])


if __name__ == "__main__":
    unittest.main()
