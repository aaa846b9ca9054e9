"""Competitors in turns, as contest.cc runs them: told as a table to people, and to programs in the form of certlite_bench --json."""
import json
import statistics


def contest(name, what, competitors, *, turns, operations, warm_up):
    """The task as it stands in the results.

    `competitors`: by their names; each does so many operations and answers the seconds that they took. All take turns, and
    who begins changes. The first is compared with each of the others."""
    for run in competitors.values():
        run(warm_up)
    samples = {which: [] for which in competitors}
    order = list(competitors)
    for turn in range(turns):
        for position in range(len(order)):
            which = order[(turn + position) % len(order)]
            samples[which].append(competitors[which](operations) / operations)
    first = samples[order[0]]
    return {"name": name, "what": what, "turns": turns, "operations": operations, "same_work": True,
            "competitors": [standing(which, seconds, first) for which, seconds in samples.items()]}


def standing(name, seconds, first):
    return {"name": name, "seconds": spread(seconds), "ratio": spread([a / b for a, b in zip(first, seconds)]),
            "ratio_of_sums": sum(first) / sum(seconds), "samples": seconds}


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def table(task):
    """How many times as long as the first each of them takes, and how much longer."""
    first, *others = task["competitors"]
    lines = [f"\n{task['name']}: {task['what']} ({task['turns']} turns of {task['operations']})",
             f"  {'':28} {'median':>12}  {'times':>7}  {'min .. max':17} {'longer by':>12}",
             f"  {first['name']:28} {duration(first['seconds']['median']):>12}"]
    for other in others:
        times = spread([b / a for a, b in zip(first["samples"], other["samples"])])
        longer = statistics.median(b - a for a, b in zip(first["samples"], other["samples"]))
        lines.append(f"  {other['name']:28} {duration(other['seconds']['median']):>12}  {times['median']:7.2f}"
                     f"  {times['min']:6.2f} .. {times['max']:<7.2f} {duration(longer):>12}")
    return "\n".join(lines)


def duration(seconds):
    """In the unit that reads best."""
    for unit, size in (("ms", 1e-3), ("µs", 1e-6)):
        if abs(seconds) >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds * 1e9:.2f} ns"


def write_json(path, surroundings, tasks):
    """In the form of certlite_bench --json."""
    for task in tasks:
        for competitor in task["competitors"]:
            competitor["samples"] = [float(f"{seconds:.6g}") for seconds in competitor["samples"]]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"surroundings": surroundings, "tasks": tasks}, file, ensure_ascii=False)
