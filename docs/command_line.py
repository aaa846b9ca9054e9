"""What the tool says of itself when it is asked for help, and the man page that is made of it. No fact about the command line
stands here."""
import concurrent.futures
import re
import subprocess
from dataclasses import dataclass, field
from typing import Dict, List

MADE = "Made by docs/generate.py from the tool's own help. Change that, then run it again."
HEADING = re.compile(r"[A-Z][\w ,]*")
EVERYWHERE = ("Flags of every operation, before or after the verb", "Advanced")
OWN = ("Fields", "Flags")


@dataclass
class Flag:
    """`value` is how its value is called, "" if it takes none; `words` are all values, if they are few."""
    name: str
    value: str
    meaning: str
    words: List[str]


@dataclass
class Command:
    """What stands before flags: "certification create", or one word such as "import" and one of `words`. `text` is its help,
    the lines below each heading."""
    path: str
    meaning: str
    text: Dict[str, List[str]]
    words: List[str] = field(default_factory=list)

    def entries(self, headings):
        return [entry for heading in headings for entry in glossary(self.text.get(heading, []))]

    def flags(self, headings):
        entries = self.entries(headings)
        nullable = [name for _, meaning in entries for name in re.findall(r"May be null: --null ([\w-]+)\.", meaning)]
        in_usage = [(name, "") for line in self.text[""] for name in re.findall(r"\[(--[\w-]+)\]", line)]
        return [flag for term, meaning in [*in_usage, *entries] for flag in flags_of(term, meaning, nullable)]


def sections(text):
    """The lines below each heading; what comes before the first is below ""."""
    found = {"": []}
    heading = ""
    for line in text.splitlines():
        if HEADING.fullmatch(line):
            heading = line
        elif line:
            found.setdefault(heading, []).append(line)
    return found


def glossary(lines):
    """Terms and what they mean; what is indented more goes on with that."""
    entries = []
    for line in lines:
        if line[2] == " ":
            entries[-1][1] = f"{entries[-1][1]} {line.strip()}".strip()
        else:
            term, _, meaning = line[2:].partition("  ")
            entries.append([term, meaning.strip()])
    return entries


def flags_of(term, meaning, nullable):
    """Of "-h, --help" both. Words are told by the meaning, or are the value's own name: csv|jsonl."""
    *others, last = term.split(", ")
    name, _, value = last.partition(" ")
    choices = re.search(r"One of: ([^.]*)\.", meaning)
    words = choices.group(1).split(", ") if choices else nullable if name == "--null" else []
    if re.fullmatch(r"\[?[a-z]+(\|[a-z]+)*\]?", value):
        words = value.strip("[]").split("|")
    return [Flag(flag, value, meaning, words) for flag in [*others, name]]


class Tool:
    """The whole command line, as the tool at `path` tells it."""

    def __init__(self, path):
        self.path = path
        self.version = self.said("--version").stdout.split()[1]
        self.top = Command("", "", sections(self.help("")))
        self.operations = self.commands(self.top.entries(["Operations"]))
        self.also = self.commands([(term.split()[0], meaning) for term, meaning in self.top.entries(["Also"])
                                   if term[0].islower()])
        for command in self.also:
            command.words = self.words_after(command)

    def said(self, *arguments):
        return subprocess.run([self.path, *arguments], check=False, capture_output=True, text=True)

    def help(self, path):
        done = self.said(*path.split(), "--help")
        if done.returncode != 0:
            raise SystemExit(f"certlite {path} --help: {done.stderr}")
        return done.stdout

    def commands(self, entries):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            helps = pool.map(self.help, [path for path, _ in entries])
        return [Command(path, meaning, sections(text)) for (path, meaning), text in zip(entries, helps)]

    def words_after(self, command):
        """What the tool asks for when nothing follows."""
        asked = re.search(r"wants to know what: (.*)", self.said(command.path).stderr)
        if asked:
            return asked.group(1).split(", ")
        takes_operation = "OPERATION" in command.text[""][0]
        return [operation.path.replace(" ", ".").replace("-", "_") for operation in self.operations] if takes_operation else []

    def resources(self):
        """The verbs of each resource."""
        found = {}
        for operation in self.operations:
            resource, verb = operation.path.split()
            found.setdefault(resource, []).append((verb, operation.meaning))
        return found


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def roff_entries(entries):
    return [line for term, meaning in entries for line in (".TP", f".B {roff(term)}", roff(meaning))]


def roff_lines(lines):
    return [".PP", ".nf", *map(roff, lines), ".fi"]


def roff_command(command):
    """One of the commands that are no operation: usage, what the help says below it, flags, examples."""
    usage, *text = command.text[""]
    about = " ".join(line.strip() for line in text if line.startswith("  "))
    return [f".SS {command.path}", *roff_lines([usage.removeprefix("Usage: ")]), ".PP", roff(about),
            *roff_entries(command.entries(OWN)), ".PP", "Examples:", *roff_lines(command.text["Examples"])]


def man_page(tool):
    about, *usage = tool.top.text[""]
    request = " ".join(line.strip() for line in tool.top.text["The request"])
    page = [f'.\\" {MADE}', f'.TH CERTLITE 1 "" "certlite {tool.version}" "User Commands"',
            ".SH NAME", about.replace(": ", " \\- ", 1).rstrip("."),
            ".SH SYNOPSIS", *roff_lines([line.strip().removeprefix("Usage: ") for line in usage]),
            ".SH THE REQUEST", roff(request),
            ".SH OPERATIONS", *roff_entries(tool.top.entries(["Operations"])),
            ".SH OTHER COMMANDS", *roff_entries(tool.top.entries(["Also"]))]
    for command in tool.also:
        page += roff_command(command)
    page += [".SH OPTIONS", *roff_entries(tool.top.entries(EVERYWHERE)),
             ".SH EXIT STATUS", *roff_entries(tool.top.entries(["Exit codes"])),
             ".SH EXAMPLES", *roff_lines(tool.top.text["Examples"])]
    return "\n".join(page) + "\n"
