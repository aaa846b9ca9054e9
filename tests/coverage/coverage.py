#!/usr/bin/python3
"""Which branches the tests took, by what gcc counted in the folder given: `coverage.py BUILD`. Fails if one of the areas
below has fewer than it must. What an exception or the end of a scope would take is no branch of the source's, and neither
is what gcc makes of its own accord: no case of a `switch` that has them all; another thread's turn at a local static."""
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Of each area the least percentage of its branches, and the files that are it.
AREAS = [
    ("idempotency", 100, ["core/engine/decision_table.cc", "core/engine/idempotency.cc", "core/engine/identity.cc",
                          "core/store/idempotency_keys.cc"]),
    ("canonical form", 100, ["core/base/hash.cc", "core/base/json_text.cc", "core/render/canonical.cc"]),
    ("error mapping", 100, ["capi/certlite.cc", "capi/handle.h", "capi/options.cc", "core/base/error.cc",
                            "core/base/error.h", "core/store/statement.cc"]),
    ("all of core and capi", 95, ["core/.*", "capi/.*"]),
]

# Lines without branches of their own: the end of a scope that is an argument, a local static.
WITHOUT_BRANCHES = r"^\s*(\}\)+;|static [^()]*( = .*)?;)$"


def gcovr(*arguments):
    return subprocess.run(["gcovr", "--root", ROOT, *arguments], cwd=ROOT, check=False).returncode


def has_every_case(source, number):
    """Whether a `switch` is on that line, and names no default."""
    indent = re.match(r"( *)switch \(", source[number - 1])
    if not indent:
        return False
    body = source[number:]
    body = body[:next(i for i, line in enumerate(body) if line.startswith(indent[1] + "}"))]
    return not any(line.strip() == "default:" for line in body)


def leave_out_compilers_own(counts):
    """gcovr leaves out a throw only where the call before it was made: of a header's line, in each file that includes it."""
    told = json.loads(counts.read_text())
    for file in told["files"]:
        source = Path(ROOT, file["file"]).read_text().split("\n")
        for line in file["lines"]:
            branches = [branch for branch in line["branches"] if not branch["throw"]]
            if branches and branches[-1]["count"] == 0 and has_every_case(source, line["line_number"]):
                del branches[-1]
            line["branches"] = branches
    counts.write_text(json.dumps(told))


def main(build):
    counts = Path(build, "coverage.json")
    if gcovr("--exclude-unreachable-branches", "--exclude-branches-by-pattern", WITHOUT_BRANCHES, "--filter", "core/",
             "--filter", "capi/", "--json", counts, build) != 0:
        return 1
    leave_out_compilers_own(counts)
    short = []
    for name, least, files in AREAS:
        print(f"\n{name}: at least {least} % of the branches", flush=True)
        filters = [word for path in files for word in ("--filter", f"{path}$")]
        if gcovr("--add-tracefile", counts, *filters, "--branches", "--fail-under-branch", str(least)) != 0:
            short.append(name)
    print(f"\nbelow what it must be: {', '.join(short) or 'nothing'}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
