#!/usr/bin/python3
"""Whether the tests bite. Each patch beside this file seeds one defect. A copy of the sources in build/teeth is built
with it, and the test that must catch it has to fail there by name, after it has passed without the defect.
`teeth.py [DEFECT...]`; JOBS says how many compilers run at once."""
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
COPY = ROOT / "build" / "teeth"
BUILD = COPY / "build" / "dev"
TEST_SECONDS_MAX = 600


class Tooth(NamedTuple):
    defect: str  # the patch without its ending
    program: str  # the target to build, a GoogleTest program
    test: str  # the one of its tests that must fail
    environment: dict = {}


# The defects that must never go unnoticed, and who notices.
TEETH = [
    Tooth("weak_sync", "rig_power", "PowerTest.NothingAcknowledgedIsLost", {"CERTLITE_FIGURE": "1"}),
    Tooth("no_unique_external_id", "engine_tests", "ExternalIdTest.TheFileItselfRefusesATwin"),
    Tooth("no_fingerprint", "rig_plans", "PlansTest.AreAnsweredAsTheModelSays", {"CERTLITE_FIGURE": "20000"}),
    Tooth("no_organization_predicate", "rig_neighbours", "NeighboursTest.ALifeIsTheSameWithAndWithoutOthers", {"CERTLITE_FIGURE": "30"}),
    Tooth("key_and_record_in_two_transactions", "rig_power", "PowerTest.NothingAcknowledgedIsLost", {"CERTLITE_FIGURE": "1"}),
    Tooth("deferred_begin", "store_connection", "ConnectionTest.AWriterBeginsOnlyWhenItCanWrite"),
    Tooth("no_checkpoint_lock", "rig_wal_reset", "WalResetTest.NobodyWritesWhileTheLogIsCopied"),
    Tooth("replay_rendered_anew", "rig_plans", "PlansTest.AreAnsweredAsTheModelSays", {"CERTLITE_FIGURE": "20000"}),
    Tooth("expiry_day_exclusive", "compute_tests", "ValidityTable.HoldsOnEveryDayThatChangesSomethingAndBesideIt"),
    Tooth("chain_without_payload", "compute_tests", "ChainHash.CoversEveryPart"),
    # And some that only a failing disk or too little memory would show.
    Tooth("failed_commit_is_refused", "rig_io_faults", "Each/IoFaults.LoseNothingAndLeaveNothing/IoErrOnce"),
    Tooth("no_reopening", "rig_io_faults", "Each/IoFaults.LoseNothingAndLeaveNothing/IoErrOnce"),
    Tooth("swallowed_step", "rig_io_faults", "Each/IoFaults.LoseNothingAndLeaveNothing/IoErrOnce"),
    Tooth("answer_made_after_commit", "rig_allocation_faults", "Each/AllocationFaults.LoseNothingLeaveNothingAndLeakNothing/Once"),
    Tooth("leaked_error", "rig_allocation_faults", "Each/AllocationFaults.LoseNothingLeaveNothingAndLeakNothing/Once"),
]


class Gap(Exception):
    """Why a tooth doesn't bite."""


def sources(folder):
    """The files of the project, by their paths; what was built and what a tool keeps for itself is none of them."""
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders
                      if not name.startswith(".") and name != "__pycache__" and Path(here, name) != folder / "build"]
        yield from (Path(here, name).relative_to(folder) for name in names if not name.startswith("."))


def restore():
    """Makes the copy what the sources are. What is the same isn't touched, so that it isn't built again; what differs is
    new, whatever its age in the sources."""
    wanted = set(sources(ROOT))
    for path in set(sources(COPY)) - wanted:
        (COPY / path).unlink()
    for path in wanted:
        text, copy = (ROOT / path).read_bytes(), COPY / path
        if not copy.exists() or copy.read_bytes() != text:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(text)
            shutil.copymode(ROOT / path, copy)


def run(*command, otherwise, **more):
    done = subprocess.run(command, cwd=COPY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != 0:
        raise Gap(f"{otherwise}\n{done.stdout[-4000:]}")


def build(*targets):
    jobs = os.environ.get("JOBS", str(os.cpu_count()))
    run("cmake", "--build", BUILD, "--parallel", jobs, "--target", *targets, otherwise="doesn't build")


def outcome(tooth):
    """What GoogleTest says of the test: OK, FAILED, or what stands instead of its word."""
    command = [BUILD / "bin" / tooth.program, f"--gtest_filter={tooth.test}"]
    try:
        done = subprocess.run(command, cwd=COPY, env={**os.environ, **tooth.environment}, timeout=TEST_SECONDS_MAX,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    except subprocess.TimeoutExpired:
        return f"no end within {TEST_SECONDS_MAX} s"
    for label, said in (("[       OK ]", "OK"), ("[  FAILED  ]", "FAILED")):
        # Of a test with a parameter that fails, that is told before the time.
        if re.search(rf"^{re.escape(f'{label} {tooth.test}')}(, where | \()", done.stdout, re.MULTILINE):
            return said
    return f"exit {done.returncode}, and no word of the test\n{done.stdout[-4000:]}"


def whole(teeth):
    """Builds what is needed without a defect, and demands that every test passes."""
    COPY.mkdir(parents=True, exist_ok=True)
    restore()
    run("cmake", "--preset", "dev", "-DCERTLITE_BUILD_BENCH=OFF", otherwise="doesn't configure")
    build(*sorted({tooth.program for tooth in teeth}))
    for tooth in teeth:
        if (said := outcome(tooth)) != "OK":
            raise Gap(f"{tooth.test}: {said}")


def bite(tooth):
    """Seeds the defect and demands that it is caught. The copy is whole again afterwards."""
    try:
        with open(HERE / f"{tooth.defect}.patch", encoding="utf-8") as patch:
            run("patch", "-p1", "--batch", "--forward", "--fuzz=0", "--reject-file=-", "--no-backup-if-mismatch",
                stdin=patch, otherwise="its patch no longer applies")
        build(tooth.program)
        said = outcome(tooth)
        if said != "FAILED":
            raise Gap(f"not caught: {said}")
    finally:
        restore()


def tell(what, width, work, caught_by):
    """A line of the table, as soon as it is known; whether all was as it must be."""
    print(f"{what:{width}}  ", end="", flush=True)
    begun = time.monotonic()
    try:
        work()
        told = caught_by
    except Gap as gap:
        told = f"GAP: {gap}"
    print(f"{time.monotonic() - begun:5.0f} s  {told}", flush=True)
    return told == caught_by


def main(names):
    known = {tooth.defect for tooth in TEETH}
    if unknown := set(names) - known:
        sys.exit(f"teeth: no such defect: {', '.join(sorted(unknown))}")
    if rowless := {path.stem for path in HERE.glob("*.patch")} - known:
        sys.exit(f"teeth: a patch without a row: {', '.join(sorted(rowless))}")
    teeth = [tooth for tooth in TEETH if not names or tooth.defect in names]
    width = max(len(tooth.defect) for tooth in teeth)
    print(f"{'defect':{width}}  {'time':>7}  caught by")
    if not tell("none", width, lambda: whole(teeth), "no test, as it must be"):
        return 1
    caught = sum(tell(tooth.defect, width, lambda tooth=tooth: bite(tooth), f"{tooth.program} {tooth.test}")
                 for tooth in teeth)
    print(f"{caught} of {len(teeth)} defects caught by name")
    return 0 if caught == len(teeth) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
