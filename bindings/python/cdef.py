"""Makes of capi/certlite.h what cffi reads: declarations without comments, conditions and macros. It knows the few
directives that the header uses, and fails on any other, so that nothing is left out in silence."""
import re
from typing import List, Tuple

# Each condition of the header and what it comes to for cffi; a declaration's attributes are of no use to it.
CONDITIONS = {
    "ifndef CERTLITE_H_": True,
    "ifdef __cplusplus": False,
    "if defined(__GNUC__)": False,
}
INCLUDES = {"<stddef.h>", "<stdint.h>"}  # cffi knows what they declare
GUARD = "CERTLITE_H_"
EXPORT = "CERTLITE_API"

INTEGER = re.compile(r"\(?-?\d+u?(?: - \d+)?\)?")


class NotUnderstood(Exception):
    """The header holds something that this reader doesn't know."""


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", lambda match: re.sub(r"[^\n]", "", match.group()), text, flags=re.S)


def definition(number: int, rest: str) -> str:
    name, _, value = rest.partition(" ")
    value = value.strip()
    if name == GUARD and not value or name == EXPORT and not value:
        return ""
    if not INTEGER.fullmatch(value):
        raise NotUnderstood(f"line {number}: #define {rest}: only whole numbers are understood")
    return f"#define {name} ..."  # the compiler tells the value


def cdef_of(header: str) -> str:
    """The declarations of the header, for FFI.cdef."""
    kept: List[str] = []
    open_conditions: List[Tuple[bool, bool]] = []  # whether the branch is taken, and whether it has an #else
    for number, line in enumerate(without_comments(header).splitlines(), 1):
        directive = re.fullmatch(r"\s*#\s*(\w+)\s*(.*?)\s*", line)
        taken = all(branch for branch, _ in open_conditions)
        if not directive:
            if taken:
                kept.append(re.sub(rf"\b{EXPORT}\s", "", line))
            continue
        word, rest = directive.groups()
        if word in ("if", "ifdef", "ifndef"):
            if f"{word} {rest}" not in CONDITIONS:
                raise NotUnderstood(f"line {number}: #{word} {rest}")
            open_conditions.append((CONDITIONS[f"{word} {rest}"], False))
        elif word == "else" and open_conditions and not open_conditions[-1][1]:
            open_conditions[-1] = (not open_conditions[-1][0], True)
        elif word == "endif" and open_conditions:
            open_conditions.pop()
        elif word == "define":
            kept.append(definition(number, rest) if taken else "")
        elif word != "include" or rest not in INCLUDES:
            raise NotUnderstood(f"line {number}: #{word} {rest}")
    if open_conditions:
        raise NotUnderstood("a condition without its #endif")
    return "\n".join(line for line in kept if line.strip()) + "\n"
