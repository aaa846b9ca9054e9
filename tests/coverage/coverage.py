#!/usr/bin/python3
"""Which branches the tests took, by what gcc counted in the folder given: `coverage.py BUILD`. Fails if one of the areas
below has fewer than it must. What an exception or the end of a scope would take is no branch of the source's."""
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


def gcovr(*arguments):
    return subprocess.run(["gcovr", "--root", ROOT, *arguments], cwd=ROOT, check=False).returncode


def main(build):
    counts = Path(build, "coverage.json")
    if gcovr("--exclude-throw-branches", "--exclude-unreachable-branches", "--filter", "core/", "--filter", "capi/",
             "--json", counts, build) != 0:
        return 1
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
