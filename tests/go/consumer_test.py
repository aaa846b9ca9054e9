#!/usr/bin/python3
"""A program outside the repository finds the installed library through pkg-config alone, and the Go package as a module.

usage: consumer_test.py CMAKE BUILD_DIR GO
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CMAKE, BUILD, GO = sys.argv[1:4]
MODULE = "github.com/certlite/certlite/bindings/go"
HERE = pathlib.Path(__file__).resolve().parent


def run(*command, **environment):
    done = subprocess.run([str(word) for word in command], env={**os.environ, **environment}, capture_output=True, text=True,
                          check=False, cwd=SCRATCH / "host")
    if done.returncode != 0:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


with tempfile.TemporaryDirectory(prefix="consumer.") as folder:
    SCRATCH = pathlib.Path(folder)
    (SCRATCH / "host").mkdir()
    run(CMAKE, "--install", BUILD, "--prefix", SCRATCH / "installed")
    # Somewhere else than it was installed to: nothing may remember the prefix.
    (SCRATCH / "installed").rename(SCRATCH / "moved")
    library = next((SCRATCH / "moved").rglob("libcertlite.so")).parent
    shutil.copy(HERE / "consumer/main.go", SCRATCH / "host")
    run(GO, "mod", "init", "example.com/host")
    run(GO, "mod", "edit", f"-require={MODULE}@v0.0.0", f"-replace={MODULE}={HERE.parents[1] / 'bindings/go'}")
    found = {"PKG_CONFIG_PATH": str(library / "pkgconfig"), "LD_LIBRARY_PATH": str(library)}
    run(GO, "vet", ".", **found)
    run(GO, "build", "-o", "host", ".", **found)
    created, listed, first, second = run("./host", **found).splitlines()
    assert created.startswith("2027-03-01 "), created
    assert listed.endswith(" 9"), listed
    assert first.startswith("/source ") and second.startswith("/issued_on "), (first, second)
