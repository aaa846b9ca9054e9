#!/usr/bin/python3
"""The laws of the house. `lint.py [ROOT]` prints a line for each finding and fails if there is one:
file:line: law: what is wrong — what to do"""
import ast
import os
import re
import sys
from pathlib import Path

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70

# Who may include whom; everybody may include its own layer. What is not named here may include anything.
STAGES = ["core/parse", "core/validate", "core/store", "core/compute", "core/render"]
LAYERS = {
    "core/base": [],
    "core/model": ["core/base"],
    **{stage: ["core/model", "core/base"] for stage in STAGES},
    "core/engine": [*STAGES, "core/model", "core/base"],
    "capi": ["certlite.h", "core/engine", "core/model", "core/base"],
    "bindings/cli": ["certlite.h", "bindings/cpp"],
    "bindings/cpp": ["certlite.h"],
}

# What is installed is included as hosts do, by its name there, and belongs to the layer that gives it.
INSTALLED = [(r"certlite\.h$", "certlite.h"), (r"certlite(\.hpp$|/)", "bindings/cpp")]

# Each vendor's headers and the only places for them.
VENDORS = [
    (r"simdjson", r"core/parse/|core/base/json_text[.]cc$"),
    (r"sqlite3", r"core/store/"),
    (r"openssl/", r"core/base/"),
    (r"absl/", r"core/|capi/.*\.cc$"),
    (r"(CLI|nlohmann)/", r"bindings/cli/"),
    (r"(gtest|gmock|benchmark)/", r"nowhere but in tests and bench"),
]

# Words that do not say what is inside.
BANNED = {
    "util": "the thing that it works on",
    "utils": "the thing that it works on",
    "common": "what its users have in common",
    "helper": "what it gives",
    "helpers": "what it gives",
    "manager": "what it does: owner, pool, registry",
    "service": "what it does",
    "misc": "one file for each thing",
}

MANNERS = re.compile(
    r"(?<![\w.>:])(?:std::|::)?(?:abort|_?exit|quick_exit|terminate|v?f?printf|f?puts|putchar|perror)\s*\("
    r"|\bstd::(?:cout|cerr|clog)\b")
AMBIENT = re.compile(
    r"\b(?:getenv|secure_getenv|setlocale|std::locale|system_clock|clock_gettime|gettimeofday|localtime\w*|gmtime\w*"
    r"|absl::Now|LocalTimeZone|GetCurrentTimeNanos)\b|(?<![\w.>:])(?:std::|::)?time\s*\((?:nullptr|NULL|0|&)")

COMMENT_OR_LITERAL = re.compile(
    r'R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"|/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'',
    re.S)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


class File:
    """One text file; `code` is its text with comments and literals blanked, line for line."""

    def __init__(self, root, path):
        self.path = path
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")
        self.lines = self.text.splitlines()
        self.is_cpp = path.endswith((".h", ".hpp", ".cc", ".c"))
        self.code = COMMENT_OR_LITERAL.sub(blank, self.text) if self.is_cpp else ""
        self.layer = layer_of(path)

    def includes(self):
        for number, line in enumerate(self.code.splitlines(), 1):
            if re.match(r"\s*#\s*include\b", line):
                named = re.search(r'[<"]([^>"]+)[>"]', self.lines[number - 1])
                if named:
                    yield number, named.group(1)

    def find(self, pattern, text=None):
        text = self.code if text is None else text
        for match in re.finditer(pattern, text):
            yield text.count("\n", 0, match.start()) + 1, match.group().strip()


def installed_layer(header):
    return next((layer for name, layer in INSTALLED if re.match(name, header)), None)


def layer_of(path):
    if layer := installed_layer(path):
        return layer
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in ("core", "bindings") and len(parts) > 2 else parts[0]


def read_tree(root):
    files = []
    for folder, folders, names in os.walk(root):
        here = os.path.relpath(folder, root)
        folders[:] = sorted(
            name for name in folders
            if name not in ("build", "__pycache__") and (not name.startswith(".") or name == ".ci")
            and os.path.normpath(f"{here}/{name}") != "tests/lint/fixtures")
        files += [File(root, os.path.normpath(f"{here}/{name}")) for name in sorted(names)
                  if name.endswith((".h", ".hpp", ".cc", ".c", ".py", ".go", ".sh", ".md", "CMakeLists.txt"))]
    return files


LAWS = {}


def law(name):
    def add(check):
        LAWS[name] = check
        return check
    return add


@law("layers")
def layers(files, root, limits):
    for file in files:
        if not file.is_cpp or file.layer not in LAYERS:
            continue
        for line, header in file.includes():
            target = layer_of(header)
            ours = target in LAYERS or target in ("certlite.h", "capi", "core", "bindings", "bench", "tests")
            beside = (root / file.path).parent / header
            if beside.exists() and not installed_layer(header):
                yield file, line, f"includes {header} by a path that hides its layer", "write the path from the root"
            elif ours and target != file.layer and target not in LAYERS[file.layer]:
                allowed = ", ".join(LAYERS[file.layer]) or "nothing of ours"
                yield (file, line, f"{file.layer} includes {header}",
                       f"it may include {allowed}; move what is needed down a layer, or call from core/engine")


@law("vendors")
def vendors(files, root, limits):
    for file in files:
        if file.is_cpp and not file.path.startswith(("tests/", "bench/")):
            for line, header in file.includes():
                for vendor, place in VENDORS:
                    if re.match(vendor, header) and not re.match(place, file.path):
                        yield file, line, f"includes {header}", f"its only place is {place}; ask that layer for it"


@law("file-size")
def file_size(files, root, limits):
    for file in files:
        if not file.path.endswith((".md", "_gen.go")) and len(file.lines) > limits["file-size"]:
            yield (file, limits["file-size"] + 1, f"{len(file.lines)} lines, {limits['file-size']} at most",
                   "split it by what it gives")


@law("function-size")
def function_size(files, root, limits):
    for file in files:
        spans = cpp_functions(file.code) if file.is_cpp else [*python_functions(file), *go_functions(file)]
        for first, last in spans:
            if last - first + 1 > limits["function-size"]:
                yield (file, first, f"a function of {last - first + 1} lines, {limits['function-size']} at most",
                       "name its steps and call them")


def python_functions(file):
    if file.path.endswith(".py"):
        for node in ast.walk(ast.parse(file.text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node.lineno, node.end_lineno


def go_functions(file):
    """As gofmt writes them: from a line that begins with func to the next that is a brace; or on one line, which is short."""
    if file.path.endswith(".go"):
        for match in re.finditer(r"^func [^\n]*[^}\n](?:\n(?!}$)[^\n]*)*\n}$", file.text, re.M):
            yield file.text.count("\n", 0, match.start()) + 1, file.text.count("\n", 0, match.end()) + 1


def cpp_functions(code):
    """The first and last line of every outermost function. A brace opens a function if its head holds a parameter list
    and no `=` outside of it; scopes (namespace, class) are entered; initializers are skipped."""
    code = re.sub(r"(?m)^\s*#(?:[^\n]*\\\n)*[^\n]*", blank, code)
    start, depth, skipped = 0, 0, None
    for match in re.finditer(r"[{};]", code):
        mark, at = match.group(), match.start()
        if depth:
            depth += {"{": 1, "}": -1, ";": 0}[mark]
            if depth == 0:
                if not skipped:
                    yield code.count("\n", 0, head_at) + 1, code.count("\n", 0, at) + 1
                start = at + 1
            continue
        if mark == "{":
            head = re.sub(r"^(?:.*\b(?:public|private|protected)\s*:)?\s*", blank, code[start:at], flags=re.S)
            head_at = start + len(head) - len(head.lstrip())
            outside = re.sub(r"operator\s*[^\w\s(]+", "operator", head)
            while (fewer := re.sub(r"\([^()]*\)", "", outside)) != outside:
                outside = fewer
            is_scope = re.search(r"\b(?:namespace|class|struct|union|enum|extern)\b", outside) and "(" not in head
            if not is_scope:
                depth, skipped = 1, "=" in outside or (head.strip() and "(" not in head)
        start = at + 1


@law("orphans")
def orphans(files, root, limits):
    lists = {os.path.dirname(file.path): set(re.findall(r"[\w./-]+", re.sub(r"#[^\n]*", "", file.text)))
             for file in files if file.path.endswith("CMakeLists.txt")}
    included = {header for file in files for _, header in file.includes()}
    for file in files:
        if file.path.endswith((".cc", ".c")):
            if not any(os.path.relpath(file.path, folder or ".") in words for folder, words in lists.items()):
                yield file, 1, "no CMakeLists.txt builds it", "list it, or delete it"
        elif file.path.endswith((".h", ".hpp")) and not any(f"/{file.path}".endswith(f"/{header}") for header in included):
            yield file, 1, "nobody includes it", "delete it"


@law("names")
def names(files, root, limits):
    for file in files:
        for word in re.split(r"[/_.-]", file.path):
            if word.lower() in BANNED:
                yield file, 1, f"'{word}' does not say what is inside", f"name {BANNED[word.lower()]}"


@law("opening")
def opening(files, root, limits):
    for file in files:
        own_header = f'#include "{os.path.splitext(file.path)[0]}.h"'
        if file.is_cpp and not file.text.startswith(("//", "/*", own_header)):
            yield file, 1, "does not open by saying what it is for", "begin with a sentence, or with its own header"


@law("manners")
def manners(files, root, limits):
    for file in files:
        if file.path.startswith(("core/", "capi/")):
            for line, found in file.find(MANNERS):
                yield file, line, f"{found} in somebody else's process", "return an Error"


@law("ambient")
def ambient(files, root, limits):
    for file in files:
        if file.path.startswith(("core/", "capi/")) and file.path != "core/base/clock.cc":
            for line, found in file.find(AMBIENT):
                yield file, line, f"{found} reads the surroundings", "take it as an argument"


@law("exceptions")
def exceptions(files, root, limits):
    for file in files:
        if file.path.startswith("core/"):
            for line, found in file.find(r"\btry\s*\{|\bcatch\s*\("):
                yield file, line, f"{found} in core", "return a Result; the one guard is capi's"


@law("nolint")
def nolint(files, root, limits):
    for file in files:
        if file.is_cpp:
            for line, found in file.find(r"NOLINT(?!END)\w*(?:\([^)\n]*\))?(?!\(|\w|:\s*\w)[^\n]*", file.text):
                yield file, line, f"{found} without a reason", "write NOLINT(check): why"


@law("todo")
def todo(files, root, limits):
    for file in files:
        if file.is_cpp:
            for line, _ in file.find(r"\bTODO\b(?!\([^)\n]+\))", file.text):
                yield file, line, "TODO without a reason", "write TODO(why), or do it"


@law("paths")
def paths(files, root, limits):
    for file in files:
        if not file.path.startswith("tests/lint/"):
            for line, found in file.find(r"(?<![\w/.})])(?:\.\./)+[\w-][\w./-]*", file.text):
                target = os.path.normpath(os.path.join(os.path.dirname(file.path), found.rstrip(".")))
                if target.startswith("..") or not (root / target).exists():
                    yield file, line, f"{found} is not in the repository", "name what a reader of a clone can open"


def lint(root, limits=None):
    """All findings under `root`, as (path, line, law, message, what to do)."""
    limits = limits or {"file-size": FILE_LINES_MAX, "function-size": FUNCTION_LINES_MAX}
    root = Path(root)
    files = read_tree(root)
    return sorted((file.path, line, name, message, advice)
                  for name, check in LAWS.items() for file, line, message, advice in check(files, root, limits))


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    findings = lint(root)
    for path, line, name, message, advice in findings:
        print(f"{path}:{line}: {name}: {message} — {advice}")
    print(f"lint: {len(LAWS)} laws, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
