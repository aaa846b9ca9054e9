"""What certlite.h declares, read from its text."""
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "capi"
HEADER = FOLDER / "certlite.h"
TEXT = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.S)


def functions():
    return set(re.findall(r"\bCERTLITE_API\s[^;()]*?\b(certlite_\w+)\s*\(", TEXT))


def constants():
    return {name: value for name, value in re.findall(r"(?m)^#define (CERTLITE_\w+)[ ]+(\S.*?)\s*$", TEXT)
            if name != "CERTLITE_API"}


def members():
    """{struct: [members]} of every struct that is defined."""
    structs = re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", TEXT, flags=re.S)
    return {name: re.findall(r"(\w+);", body) for name, body in structs}
