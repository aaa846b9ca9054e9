#!/usr/bin/python3
"""Measures everything in one run and keeps it: bench/results/DATE-HOST.json and its picture, DATE-HOST.svg. `make bench` runs it."""
import argparse
import json
import os
import platform
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.picture import draw  # noqa: E402 (found by the line above)


def run_part(command, json_path, environment):
    """Its results; what it prints is for people."""
    status = subprocess.run([*command, "--json", json_path], env=environment, check=False).returncode
    if status != 0:
        raise SystemExit(f"run.py: it ended with {status}: {' '.join(map(str, command))}")
    return json.loads(json_path.read_text())


def run_go(build, environment):
    """Go's own benchmarks: medians, in a form like that of the others."""
    printed = subprocess.run(
        ["/usr/bin/go", "test", "-run", "^$", "-bench", "."], cwd=ROOT / "bindings/go", stdout=subprocess.PIPE, text=True, check=False,
        env={**environment, "PKG_CONFIG_PATH": f"{build}/go/pkgconfig", "LD_LIBRARY_PATH": f"{build}/lib",
             "GOCACHE": f"{build}/go/cache", "GOFLAGS": "-mod=mod", "GOPROXY": "off"})
    print(f"\n{printed.stdout}", end="", flush=True)
    if printed.returncode != 0:
        raise SystemExit("run.py: Go's benchmarks have failed")
    return {"surroundings": re.search(r"^cpu: (.*)$", printed.stdout, re.M)[1], "tasks": go_tasks(printed.stdout)}


def go_tasks(text):
    tasks = []
    for name, figures in re.findall(r"^Benchmark(\w+)\S*\s+\d+\s(.*)$", text, re.M):
        medians = {way: float(ns) * 1e-9 for ns, way in re.findall(r"([\d.e+]+) ns/(?!op)(\S+)", figures)}
        first = medians.pop("C")
        competitors = [{"name": "C", "seconds": {"median": first}, "ratio": {"median": 1}}]
        competitors += [{"name": way, "seconds": {"median": median}, "ratio": {"median": first / median}}
                        for way, median in medians.items()]
        tasks.append({"name": f"call/go/{name}", "what": "the same in Go and in C", "same_work": True, "competitors": competitors})
    return tasks


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path, help="where it is built: build/release")
    parser.add_argument("--host", default=platform.node(), help="what the machine is called in the results")
    parser.add_argument("--smoke", action="store_true", help="everything tiny and without Go, and the results go to the build: shows only that "
                        "all do the same work")
    given = parser.parse_args()
    build = given.build.absolute()
    loop = build / "lib/libcertlite_call_loop.so"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{build}/python"}
    smoke = ["--smoke"] if given.smoke else []
    python = [sys.executable, "-B"]
    out = build / "bench/results" if given.smoke else ROOT / "bench/results"
    out.mkdir(parents=True, exist_ok=True)
    part = build / "bench/part.json"
    parts = {
        "certlite_bench": run_part([build / "bin/certlite_bench", *smoke], part, environment),
        "peers": run_part([*python, ROOT / "bench/peers/main.py", loop, "--installed", build / "peers",
                           "--folder", build / "bench", *smoke], part, environment),
        "call/python": run_part([*python, ROOT / "bench/call/python.py", loop, *smoke], part, environment),
    }
    if not given.smoke:
        parts["call/go"] = run_go(build, environment)
    footprint = run_part([*python, ROOT / "bench/footprint/footprint.py", build / "lib/libcertlite.so", *smoke], part, environment)
    results = {"date": date.today().isoformat(), "host": given.host, "footprint": footprint,
               "surroundings": {name: part["surroundings"] for name, part in parts.items()},
               "tasks": [task for part in parts.values() for task in part["tasks"]]}
    path = out / f"{results['date']}-{given.host}.json"
    path.write_text(json.dumps(results, ensure_ascii=False, separators=(",", ":")).replace('{"name":', '\n{"name":') + "\n")
    path.with_suffix(".svg").write_text(draw(results))
    print(f"\n{path}\n{path.with_suffix('.svg')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
