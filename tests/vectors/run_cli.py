#!/usr/bin/python3
"""Replays the golden vectors through the command line, each step in a process of its own: `run_cli.py TOOL [FOLDER]`.
Fails if a byte of an answer differs, or if what ran is not what manifest.json declares."""
import json
import os
import pty
import subprocess
import sys
import tempfile
import tty
from pathlib import Path

VECTOR_MEMBERS = {"name", "id_seed", "steps"}
STEP_MEMBERS = {"operation", "principal", "request", "request_text", "key", "now", "as_of", "known_at", "expect"}
EXPECT_MEMBERS = {"status", "outcome", "response", "problem"}
USAGE = 2  # the exit code of an operation that the tool doesn't know


class Mismatch(Exception):
    """A step that did not answer what its vector says."""


def check_members(what, document, known):
    unknown = set(document) - known
    if unknown:
        raise Mismatch(f"{what} has members that this runner doesn't know: {sorted(unknown)}")


def arguments_of(step):
    resource, _, verb = step["operation"].partition(".")
    arguments = [resource, verb, "-", "--json"]
    for member, flag in (("key", "--key"), ("now", "--now"), ("as_of", "--as-of"), ("known_at", "--known-at")):
        if step.get(member) is not None:
            arguments += [flag, step[member]]
    if step.get("principal") is not None:
        arguments += ["--principal", json.dumps(step["principal"], ensure_ascii=False)]
    return arguments


def body_of(step):
    if ("request" in step) == ("request_text" in step):
        raise Mismatch("a step has either request or request_text")
    if "request_text" in step:
        return step["request_text"].encode()
    return json.dumps(step["request"], ensure_ascii=False).encode()


def read_all(descriptor):
    """What was written to a terminal whose other end is closed."""
    chunks = []
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # the terminal's way to say that its other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    return b"".join(chunks)


def call(tool, arguments, body):
    """Runs the tool: exit code, standard output, standard error. Standard error is a terminal, because only there the
    tool tells the outcome of a success."""
    master, slave = pty.openpty()
    tty.setraw(slave)  # bytes arrive as they were written
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout:
        stdin.write(body)
        stdin.seek(0)
        environment = {**os.environ, "NO_COLOR": "1"}
        process = subprocess.Popen([tool, *arguments], stdin=stdin, stdout=stdout, stderr=slave, env=environment)
        os.close(slave)
        told = read_all(master)
        os.close(master)
        code = process.wait()
        stdout.seek(0)
        return code, stdout.read(), told


def compare(what, got, expected):
    if got != expected:
        raise Mismatch(f"{what} differs\n  expected {expected!r}\n  got      {got!r}")


def replay(tool, database, id_seed, step):
    check_members("the step", step, STEP_MEMBERS)
    expect = step["expect"]
    check_members("expect", expect, EXPECT_MEMBERS)
    arguments = ["--db", database, "--id-seed", str(id_seed), *arguments_of(step)]
    code, stdout, told = call(tool, arguments, body_of(step))
    if expect["status"] == "ok":
        compare("the exit code", (code, told if code else b""), (0, b""))
        compare("the response", stdout, expect["response"].encode() + b"\n")
        outcome = told.decode().strip() or "read"  # of what only reads the tool says no outcome
        compare("the outcome", outcome, expect["outcome"])
        return
    compare("standard output", stdout, b"")
    if expect["status"] == "unknown_operation":
        compare("the exit code", code, USAGE)
        return
    compare("the problem", told, expect["problem"].encode() + b"\n")
    compare("the problem's code", json.loads(told)["code"], expect["status"])
    if code not in (3, 4, 5):
        raise Mismatch(f"the exit code is {code}, which is no refusal")


def run_vector(tool, vector):
    """Replays one vector on a store of its own. Answers how many steps ran."""
    check_members("the vector", vector, VECTOR_MEMBERS)
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "vector.db")
        Path(database).touch()  # the tool makes no store for an operation that only reads
        for number, step in enumerate(vector["steps"], 1):
            try:
                replay(tool, database, vector["id_seed"], step)
            except Mismatch as mismatch:
                raise Mismatch(f"step {number}, {step.get('operation')}: {mismatch}") from None
    return len(vector["steps"])


def main():
    tool = os.path.abspath(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent
    declared = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    vectors = steps = failures = 0
    for path in sorted(folder.glob("*.json")):
        if path.name == "manifest.json":
            continue
        try:
            steps += run_vector(tool, json.loads(path.read_text(encoding="utf-8")))
            vectors += 1
        except (Mismatch, KeyError, ValueError) as error:
            failures += 1
            print(f"{path.name}: {type(error).__name__}: {error}")
    ran = {"vectors": vectors, "steps": steps}
    print(f"{vectors} vectors, {steps} steps replayed by the command line; {failures} failed")
    if ran != declared:
        print(f"declared {declared}, ran {ran}")
    return 1 if failures or ran != declared or not steps else 0


if __name__ == "__main__":
    sys.exit(main())
