#!/usr/bin/python3
"""Writes what is made of the library's and the tool's own words: docs/operations.md, docs/errors.md, the man page and the
completions of the shells.

usage: docs/generate.py TOOL [--check]     TOOL is the built `certlite`; --check only compares, for the tests.
"""
import json
import pathlib
import subprocess
import sys

from command_line import Tool, man_page
from completions import bash_completion, zsh_completion

ROOT = pathlib.Path(__file__).resolve().parents[1]
MADE = "<!-- Made by docs/generate.py from the library's own tables. Change those, then run it again. -->\n"


def kind(schema):
    """The JSON type of a property, in words."""
    if "type" not in schema:
        return "any JSON"
    types = schema["type"]
    names = types if isinstance(types, list) else [types]
    words = [schema.get("format", name) if name == "string" else name for name in names if name != "null"]
    if "items" in schema and "type" in schema["items"]:
        words = [f"array of {kind(schema['items'])}"]
    return " or ".join(words + (["null"] if "null" in names else []))


def bounds(schema):
    """What a property may hold, in words."""
    parts = []
    if "enum" in schema:
        parts.append(", ".join(f"`{choice}`" for choice in schema["enum"] if choice is not None))
    if "minimum" in schema:
        parts.append(f"{schema['minimum']}..{schema['maximum']}")
    if "maxItems" in schema:
        once = ", each once" if schema.get("uniqueItems") else ""
        parts.append(f"{schema['minItems']}..{schema['maxItems']} members{once}")
    if "maxLength" in schema:
        parts.append(f"{schema['minLength']}..{schema['maxLength']} bytes")
    if "default" in schema:
        parts.append(f"default `{json.dumps(schema['default']).strip(chr(34))}`")
    return "; ".join(parts)


def rows_of(schema, prefix=""):
    """One table row for each property, nested ones with a dotted name, those of an array's objects behind []."""
    for name, child in schema.get("properties", {}).items():
        required = "yes" if name in schema.get("required", []) else ""
        yield f"| `{prefix}{name}` | {kind(child)} | {required} | {bounds(child)} | {child.get('description', '')} |"
        yield from rows_of(child, f"{prefix}{name}.")
        yield from rows_of(child.get("items", {}), f"{prefix}{name}[].")


def operation_text(operation):
    lines = [f"## {operation['name']}", "", operation["summary"], ""]
    scope = f"`{operation['scope']}`" if operation["scope"] else "none"
    lines += [f"Scope: {scope}. Reach: at least `{operation['reach']}`. "
              f"Outcomes: {', '.join(operation['outcomes'])}. "
              + ("Takes an idempotency key." if operation["writes"] else "Changes no record.")
              + "".join(f" Takes `{option}`." for option in operation["call"]), ""]
    lines += [f"- `{binding['method']} {binding['path']}` (reach `{binding['reach']}`)" for binding in operation["http"]]
    rows = list(rows_of(operation["request"]))
    if rows:
        lines += ["", "| request | type | required | may hold | |", "|---|---|---|---|---|"] + rows
    else:
        lines += ["", "The request is `{}`."]
    if operation["rules"]:
        lines += ["", "Rules beyond the table: " + ", ".join(f"`{rule}`" for rule in operation["rules"]) + "."]
    return lines + [""]


def lifecycle_text(description):
    """What each operation asks of a certification's status, as a table of from and to."""
    rules = [(o["name"].split(".")[1], o["lifecycle"]) for o in description["operations"] if o["lifecycle"]]
    statuses = next(o for o in description["operations"] if o["name"] == "certification.get")
    statuses = statuses["response"]["properties"]["data"]["properties"]["lifecycle_status"]["enum"]
    becomes = {"stays": "stays", "returns": "what it was", "erases": "erased"}
    lines = ["# Lifecycle", "", "What becomes of a certification's `lifecycle_status`; an empty cell is refused as "
             "`lifecycle.transition`.", "", "| from | " + " | ".join(verb for verb, _ in rules) + " |",
             "|---|" + "---|" * len(rules)]
    for status in statuses:
        cells = [becomes.get(rule["effect"], rule["to"]) if status in rule["from"] else "" for _, rule in rules]
        lines.append(f"| `{status}` | " + " | ".join(cells) + " |")
    return lines + [""]


def answer_text(names, parts):
    lines = [f"## {', '.join(names)}", "", "| answer | type | |", "|---|---|---|"]
    for part, schema in parts.items():
        for row in rows_of(schema, f"{part}."):
            _, field, type_, _, may, about, _ = [cell.strip() for cell in row.split("|")]
            lines.append(f"| {field} | {type_} | {about} {'(' + may + ')' if may and 'enum' not in may else ''} |")
    return lines + [""]


def answers(description):
    """What answers hold: once for all operations that answer the same, named by their resource or by themselves."""
    same = {}
    for operation in description["operations"]:
        resource, verb = operation["name"].split(".")
        properties = operation["response"]["properties"]
        if "data" not in properties:
            continue
        parts = {part: properties[part].get("items", properties[part]) for part in ("data", "meta")}
        names, _ = same.setdefault(json.dumps(parts), ([], parts))
        if verb == "create":
            names.append(resource)
        elif resource not in names:
            names.append(operation["name"])
    return [line for names, parts in same.values() for line in answer_text(names, parts)]


def operations(description):
    lines = ["# Operations", "", MADE,
             "A request is one flat JSON object: the body's members and the path's and query's parameters of the HTTP",
             "operation together. An answer is `{\"data\": {…}, \"meta\": {…}}`; a list is `{\"data\": […], \"page\":",
             "{\"next_cursor\": …, \"has_more\": …}, \"meta\": […]}`, with `meta` parallel to `data`.", ""]
    for operation in description["operations"]:
        lines += operation_text(operation)
    lines += lifecycle_text(description)
    lines += ["# Answers", ""] + answers(description)
    return "\n".join(lines)


def errors(description):
    lines = ["# Errors and rules", "", MADE,
             "Every failure is a status code of the C ABI and a problem document (RFC 9457): `{type, title, status, code,",
             "detail, violations: [{rule, pointer, detail}]}`. `pointer` is a JSON pointer (RFC 6901) into the request; \"\"",
             "is the whole of it. All violations of a request are told at once, the first 100 of more. The classes: -1xx the",
             "calling code, -2xx the request, -3xx the stored state, -4xx the environment, -5xx the library.", "",
             "## Codes", "", "| code | ABI | HTTP | what it means | what to do |", "|---|---|---|---|---|"]
    lines += [f"| `{c['code']}` | {c['status']} | {c['http']} | {c['title']} | {c['advice']} |"
              for c in description["codes"]]
    lines += ["", "## Rules", "", "| rule | answers | the rule | source |", "|---|---|---|---|"]
    lines += [f"| `{r['rule']}` | `{r['code']}` | {r['title']} | {r['source']} |" for r in description["rules"]]
    return "\n".join(lines) + "\n"


def pages(tool):
    """The text of every file that is made, by its path from the root."""
    described = subprocess.run([tool, "describe"], check=True, capture_output=True, text=True)
    description = json.loads(described.stdout)
    command_line = Tool(tool)
    return {"docs/operations.md": operations(description),
            "docs/errors.md": errors(description),
            "docs/certlite.1": man_page(command_line),
            "bindings/cli/completions/certlite.bash": bash_completion(command_line),
            "bindings/cli/completions/_certlite": zsh_completion(command_line)}


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    stale = []
    for name, text in pages(sys.argv[1]).items():
        path = ROOT / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text)
            print(f"wrote {name}")
    if stale and "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(stale)}. Run docs/generate.py TOOL and commit what it wrote.")


if __name__ == "__main__":
    main()
