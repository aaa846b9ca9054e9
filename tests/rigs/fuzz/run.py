#!/usr/bin/python3
"""Runs fuzz targets: `run.py BIN [TARGET...]`, BIN being the folder of programs of a build with the fuzzer. Each begins with
its kept corpus and goes on by chance. CERTLITE_SEED does a run again, CERTLITE_SOAK=1 runs the long figures,
CERTLITE_FIGURE=N another one. What made a target fail is kept, and its name is told. With CERTLITE_KEEP=1 an input that
reached a branch of the library for the first time goes into the corpus, named by its digest."""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIGURES = {  # how often in every run of the tests, and in a soak
    "json": (200_000, 100_000_000),
    "create": (50_000, 20_000_000),
    "abi": (50_000, 20_000_000),
    "import": (50_000, 20_000_000),
    "database": (10_000, 1_000_000),
}
HANG_SECONDS = 60
# Below how many hits a branch is rare. For each branch that an input takes the fuzzer looks through the list of rare ones:
# with its own figure, 255, that is a third of all time while there were only some thousand executions.
RARE_BELOW = 8
INPUT_BYTES_MAX = 4096


def figure_of(target):
    often, soak = FIGURES[target]
    return int(os.environ.get("CERTLITE_FIGURE") or (soak if "CERTLITE_SOAK" in os.environ else often))


def run(bin, target):
    figure, seed = figure_of(target), int(os.environ.get("CERTLITE_SEED") or random.randrange(1, 2**32))
    print(f"{target}: seed {seed} (CERTLITE_SEED={seed} does it again), {figure} executions", flush=True)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # what is written there need not last
    with tempfile.TemporaryDirectory(prefix="certlite-fuzz-", dir=memory) as scratch:
        corpus, env = Path(scratch, "corpus"), {**os.environ, "TEST_TMPDIR": f"{scratch}/"}
        shutil.copytree(HERE / "corpus" / target, corpus)
        begun = time.monotonic()
        done = subprocess.run(
            [bin / f"fuzz_{target}", f"-runs={figure}", f"-seed={seed}", f"-max_len={INPUT_BYTES_MAX}", f"-dict={HERE}/words.dict",
             f"-timeout={HANG_SECONDS}", f"-artifact_prefix=fuzz_{target}-", "-print_final_stats=1", "-reload=0",
             f"-entropic_feature_frequency_threshold={RARE_BELOW}", corpus],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False, env=env)
        seconds = time.monotonic() - begun
        executed = re.search(r"stat::number_of_executed_units: *(\d+)", done.stdout)
        if done.returncode != 0 or not executed or int(executed.group(1)) < figure:
            print(done.stdout[-20_000:])
            return False
        if "CERTLITE_KEEP" in os.environ:
            subprocess.run([bin / f"fuzz_{target}", "-set_cover_merge=1", "-use_counters=0", HERE / "corpus" / target, corpus],
                           stderr=subprocess.DEVNULL, check=True, env=env)
    print(f"{target}: {executed.group(1)} executions in {seconds:.0f} s, nothing found", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(0 if all([run(Path(sys.argv[1]).resolve(), target) for target in sys.argv[2:] or FIGURES]) else 1)
