#!/usr/bin/python3
"""Fills in what the steps of a golden vector answer: `record.py TOOL FILE`.

Only steps without `expect` are filled in; read what was written before you commit it: it is the contract from then on.
Ids follow from id_seed, so a later step may name an id that an earlier answer showed."""
import json
import os
import sys
import tempfile
from pathlib import Path

from run_cli import arguments_of, body_of, call


def observe(tool, database, id_seed, step):
    code, stdout, told = call(tool, ["--db", database, "--id-seed", str(id_seed), *arguments_of(step)], body_of(step))
    if code == 0:
        return {"status": "ok", "outcome": told.decode().strip() or "read", "response": stdout.decode().rstrip("\n")}
    problem = told.decode().rstrip("\n")
    return {"status": json.loads(problem)["code"], "problem": problem}


def record(tool, vector):
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "vector.db")
        Path(database).touch()
        for step in vector["steps"]:
            observed = observe(tool, database, vector["id_seed"], step)
            step.setdefault("expect", observed)
    return vector


def main():
    tool, path = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    vector = record(tool, json.loads(path.read_text(encoding="utf-8")))
    path.write_text(json.dumps(vector, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
