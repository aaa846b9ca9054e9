#!/usr/bin/python3
"""Draws a file of results as SVG, for light and dark: picture.py RESULTS.json OUT.svg. run.py does it by itself."""
import json
import statistics
import sys
from pathlib import Path
from xml.sax.saxutils import escape

MARGIN = 28
NAME = 256  # of a column: the competitors' names; then the bars; then what they say
BARS = 190
COLUMN = NAME + BARS + 124
WIDTH = 2 * COLUMN + 3 * MARGIN
ROW = 18
TOP = 132

STYLE = """
svg { --back: #ffffff; --ink: #1c2430; --soft: #5f6b7a; --faint: #e3e8ee; --ours: #2563eb; --binding: #86acf6;
  --floor: #a3adba; --python: #d9902f; --node: #3f9b6c; --wrong: #c62828; }
@media (prefers-color-scheme: dark) {
  svg { --back: #0f141b; --ink: #e6ebf2; --soft: #93a0b0; --faint: #242d39; --ours: #5b93ff; --binding: #3d6cc4;
    --floor: #5c6878; --python: #d99a45; --node: #4fae7e; --wrong: #ff7b72; }
}
text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); }
.title { font-size: 22px; font-weight: 650; }
.part { font-size: 15px; font-weight: 650; }
.task { font-weight: 650; }
.soft, .value { fill: var(--soft); }
.value { font-variant-numeric: tabular-nums; }
.first { fill: var(--ink); font-weight: 650; }
.small { font-size: 11px; }
.wrong { fill: var(--wrong); font-weight: 650; }
.end { text-anchor: end; }
.whisker { stroke: var(--ink); stroke-width: 1.2; opacity: .6; fill: none; }
.base { stroke: var(--faint); stroke-width: 1; }
"""

# Whose bar has which colour, and what the legend says of it.
COLOURS = {"ours": "Certlite", "binding": "Certlite by a binding", "floor": "the floor: the least that does the same",
           "python": "Python: sqlite3, pydantic", "node": "Node: better-sqlite3, ajv"}

# A title, what × is a multiple of, which tasks.
PARTS = (
    ("Beside the floor", "Certlite’s", lambda name: not name.startswith(("peers/", "call", "growth/"))),
    ("As the store grows", "the largest store’s", lambda name: name.startswith("growth/")),
    ("Beside its peers", "Certlite’s in C", lambda name: name.startswith("peers/")),
    ("A call from another language", "C’s", lambda name: name.startswith("call")),
)


def colour_of(task, competitor):
    name = competitor["name"]
    if task["name"].startswith("peers/"):
        return {"Certlite in C": "ours", "Certlite in Python": "binding"}.get(name, "python" if "Python" in name else "node")
    if task["name"].startswith("call"):
        return "floor" if name == "C" else "binding"
    return "ours" if competitor["name"].startswith("Certlite") else "floor"


def three_digits(number):
    return f"{number:.{0 if number >= 100 else 1 if number >= 10 else 2}f}"


def duration(seconds):
    """In the unit that reads best."""
    unit, size = next(((unit, size) for unit, size in (("ms", 1e-3), ("µs", 1e-6)) if seconds >= size), ("ns", 1e-9))
    return f"{three_digits(seconds / size)} {unit}"


def middle_half(competitor):
    """From the lower to the upper quartile of the turns; none if they weren't kept or are too few."""
    samples = competitor.get("samples", ())
    if len(samples) < 4:
        return None
    low, _, high = statistics.quantiles(samples, n=4, method="inclusive")
    return low, high


def reference(task):
    """Whose time is 1: C's of the calls, else the first's."""
    competitors = task["competitors"]
    return next((each for each in competitors if each["name"] == "C"), competitors[0])


def times_of(competitor, first):
    """How many times as long as the first it takes: the median over the turns."""
    if competitor.get("samples") and first.get("samples"):
        return statistics.median(b / a for a, b in zip(first["samples"], competitor["samples"]))
    return competitor["seconds"]["median"] / first["seconds"]["median"]


def text(x, y, words, kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{escape(words)}</text>'


def draw_bar(task, position, x, y, longest):
    competitor, first = task["competitors"][position], reference(task)
    median, spread = competitor["seconds"]["median"], middle_half(competitor)
    left = x + NAME
    length = max(1.5, BARS * median / longest)
    kind = "value first" if competitor is first else "value"
    out = [text(left - 8, y + 13, competitor["name"], "end" if competitor is first else "soft end"),
           f'<rect x="{left}" y="{y + 3.5:.1f}" width="{length:.1f}" height="{ROW - 6}" rx="2" '
           f'fill="var(--{colour_of(task, competitor)})"/>']
    if spread:
        low, high = (left + BARS * seconds / longest for seconds in spread)
        middle = y + ROW / 2 + .5
        out.append(f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 3}v6M{high:.1f} {middle - 3}v6"/>')
    out.append(text(left + BARS + 70, y + 13, duration(median), f"{kind} end"))
    out.append(text(left + BARS + 122, y + 13, f"{three_digits(times_of(competitor, first))}×", f"{kind} end"))
    return out


def draw_task(task, x, y):
    """The bars of a task, drawn to the longest of them; and where it ends."""
    out = [f'<text x="{x}" y="{y + 13}"><tspan class="task">{escape(task["name"])}</tspan>'
           f'<tspan dx="9" class="soft small">{escape(task["what"])}</tspan></text>']
    if not task["same_work"]:
        out.append(text(x + COLUMN, y + 13, "not the same work", "wrong end"))
    y += ROW + 2
    longest = max(max(each["seconds"]["median"], *(middle_half(each) or (0,))) for each in task["competitors"])
    rows = len(task["competitors"])
    out.append(f'<path class="base" d="M{x + NAME - .5} {y + 1}v{rows * ROW - 1}"/>')
    for position in range(rows):
        out += draw_bar(task, position, x, y + position * ROW, longest)
    return out, y + rows * ROW + 12


def draw_part(title, unit, tasks, x, y):
    out = [text(x, y + 15, title, "part"), text(x + COLUMN, y + 15, f"time, and how many times {unit}", "soft small end"),
           f'<path class="base" d="M{x} {y + 24.5}H{x + COLUMN}"/>']
    y += 34
    for task in tasks:
        drawn, y = draw_task(task, x, y)
        out += drawn
    return out, y + 14


def draw_legend(y):
    out, x = [], MARGIN
    for colour, words in COLOURS.items():
        out += [f'<rect x="{x}" y="{y - 9}" width="11" height="11" rx="2" fill="var(--{colour})"/>', text(x + 17, y + 1, words, "small")]
        x += 38 + 6.1 * len(words)
    return [*out, f'<path class="whisker" d="M{x} {y - 3.5}h22M{x} {y - 6.5}v6M{x + 22} {y - 6.5}v6"/>',
            text(x + 30, y + 1, "the middle half of the turns", "small")]


def draw(results):
    """The picture of what run.py keeps."""
    ends = [TOP, TOP]
    out = []
    for title, unit, belongs in PARTS:
        tasks = [task for task in results["tasks"] if belongs(task["name"])]
        if not tasks:
            continue
        column = 0 if title == PARTS[0][0] else 1
        drawn, ends[column] = draw_part(title, unit, tasks, MARGIN + column * (MARGIN + COLUMN), ends[column])
        out += drawn
    height = max(ends) + 14
    head = [
        text(MARGIN, 40, "What it costs to keep certifications in Certlite", "title"),
        text(MARGIN, 62, "The median time of one operation: shorter is better. Each task has its own scale. Who is compared took turns in "
             "one run; × is the median over the turns.", "soft"),
        text(MARGIN, 80, f"{results['host']}, {results['date']}. {results['surroundings']['certlite_bench']}.", "soft")]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" role="img" '
        f'aria-label="Benchmarks of Certlite">', f"<style>{STYLE}</style>",
        '<rect width="100%" height="100%" fill="var(--back)"/>', *head, *draw_legend(108), *out, "</svg>\n"])


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    Path(sys.argv[2]).write_text(draw(json.loads(Path(sys.argv[1]).read_text())))


if __name__ == "__main__":
    main()
