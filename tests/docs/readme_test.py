#!/usr/bin/python3
"""Runs every snippet of the README as it stands: shell against the built tool, C and C++ against the built library, Python
against the package in the build tree, Go against what is installed. Those in bash are the HTTP server, which is given a free
port, and what it is asked. Those in sh are for installed packages, and packaging/bare_root.py runs them.

usage: readme_test.py SOURCE_DIR BUILD_DIR
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

source, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
readme = (source / "README.md").read_text()
blocks = re.findall(r"^```(\w+)\n(.*?)^```$", readme, re.M | re.S)


def run(script, folder):
    environment = dict(os.environ, PATH=f"{build}/bin:/usr/bin:{os.environ['PATH']}", PYTHONPATH=f"{build}/python",
                       GOFLAGS="-mod=mod", GOPROXY="off", GOCACHE=f"{build}/go/cache", GOPATH=f"{build}/go/path")
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"this snippet failed with {done.returncode}:\n{script}\n{done.stdout}{done.stderr}")
    return done.stdout


def serve_and_ask(server, asked, folder):
    """The server's snippet, and its answers, with headers, to the line that it prints, sent twice; that line is the README's."""
    environment = dict(os.environ, PYTHONPATH=f"{build}/python")
    with subprocess.Popen(["bash", "-c", f"exec {server.strip()} --port 0"], cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            line = next((line for line in process.stdout if line.startswith("curl ")), "")
            shown = line
            for pattern, word in (("http://[^/]+", "http://127.0.0.1:8000"), ("Bearer [^']+", "Bearer TOKEN"),
                                  ('_type_id":"[^"]+', '_type_id":"TYPE')):
                shown = re.sub(pattern, word, shown)
            expect(shown == asked, f"its curl line is not the one that is printed: {shown}")
            return [run(f"{line.strip()} -sSi", folder) for _ in range(2)]
        finally:
            process.send_signal(signal.SIGTERM)


def expect(condition, what):
    if not condition:
        sys.exit(f"README: {what}")


def main():
    shell = [text for language, text in blocks if language == "shell"]
    c = [text for language, text in blocks if language == "c"]
    python = [text for language, text in blocks if language == "python"]
    cpp = [text for language, text in blocks if language == "cpp"]
    go = [text for language, text in blocks if language == "go"]
    bash = [text for language, text in blocks if language == "bash"]
    expect((len(shell), len(c), len(cpp), len(python), len(go), len(bash)) == (7, 1, 1, 1, 1, 2),
           "seven shell snippets, one in C, C++, Python and Go each, and two of HTTP are expected")
    for snippet, consumer in ((cpp[0], "tests/cpp/consumer/main.cc"), (go[0], "tests/go/consumer/main.go")):
        expect(snippet == (source / consumer).read_text(), f"a snippet is not {consumer}, which is tested as installed")
    with tempfile.TemporaryDirectory() as folder:
        first = run(shell[0], folder).splitlines()
        shutil.rmtree(folder)
        os.mkdir(folder)
        later = run(shell[0] + shell[1], folder).splitlines()
        known = later[-7]
        expect('"lifecycle_status":"suspended"' in later[len(first) + 1], f"it is not suspended: {later}")
        expect('"lifecycle_status":"active"' in known and '"verification_status":"verified"' in known,
               f"what was known before is not told: {known}")
        expect('"entry_count":6' in later[-1], f"the history is not proven: {later[-1]}")
        shutil.rmtree(folder)
        os.mkdir(folder)
        imported = run(shell[0] + shell[1] + shell[2], folder).splitlines()[len(later):]
        expect(imported[0] == "created    1" and imported[3] == "replayed   1", f"imported twice, it is doubled: {imported}")
        expect(len(imported) == 8 and '"issued_on":"2025-04-01"' in imported[7], f"what is exported differs: {imported}")
        checked = run(shell[3], folder).splitlines()
        expect('"is_sound":true' in checked[1], f"the backup is not found whole: {checked}")
        expect('"validity_status":"expiring_soon"' in first[-1] and '"expires_on":"2027-03-01"' in first[-1],
               f"the last list does not show the card that expires soon: {first[-1]}")
        (pathlib.Path(folder) / "first.c").write_text(c[0])
        (pathlib.Path(folder) / "first.cc").write_text(cpp[0])
        for headers in ("capi", "bindings"):
            (pathlib.Path(folder) / headers).symlink_to(source / headers)
        (pathlib.Path(folder) / "build").mkdir()
        (pathlib.Path(folder) / "build/release").symlink_to(build)
        answer, problem = run(shell[4], folder).splitlines()
        expect(answer.startswith('{"data":{"id":"') and '"name":"North Sea Wind"' in answer, f"C answered {answer}")
        expect('"rule":"field.required","pointer":"/name"' in problem, f"C was refused with {problem}")
        (pathlib.Path(folder) / "first.py").write_text(python[0])
        created, listed, refused = run("/usr/bin/python3 first.py", folder).splitlines()
        expect(created.startswith("2027-03-01 "), f"Python created {created}")
        expect(listed.endswith(" 9"), f"Python listed {listed}")
        expect(refused.startswith("/organization_member_id ") and "UUID" in refused, f"Python was refused with {refused}")
        first_answer, second_answer = serve_and_ask(bash[0], bash[1], folder)
        expect(" 201 " in first_answer and '"expires_on":"2027-03-01"' in first_answer, f"HTTP answered {first_answer}")
        expect("Idempotency-Replayed: true" in second_answer and first_answer.splitlines()[-1] == second_answer.splitlines()[-1],
               f"HTTP answered again {second_answer}")
        made, again, problem, page = run(shell[5], folder).splitlines()
        expect('"name":"North Sea Wind"' in made and made == again, f"C++ answered {made}, then {again}")
        expect('"rule":"field.required","pointer":"/name"' in problem, f"C++ was refused with {problem}")
        expect(page.startswith('{"data":[{"id":"'), f"C++ read the page {page}")
        (pathlib.Path(folder) / "first.go").write_text(go[0])
        created, listed, source_refused, date_refused = run(shell[6], folder).splitlines()
        expect(created.startswith("2027-03-01 "), f"Go created {created}")
        expect(listed.endswith(" 9"), f"Go listed {listed}")
        expect(source_refused.startswith("/source ") and date_refused.startswith("/issued_on "),
               f"Go was refused with {source_refused}, {date_refused}")
    print(f"{sum(map(len, (shell, c, cpp, python, go, bash)))} snippets run")


if __name__ == "__main__":
    main()
