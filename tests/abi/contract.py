"""What certlite.h declares, read from its text."""
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "capi"
HEADER = FOLDER / "certlite.h"


def text_of(header):
    return re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)


def functions(header=HEADER):
    return set(re.findall(r"\bCERTLITE_API\s[^;()]*?\b(certlite_\w+)\s*\(", text_of(header)))


def constants(header=HEADER):
    return {name: value for name, value in re.findall(r"(?m)^#define (CERTLITE_\w+)[ ]+(\S.*?)\s*$", text_of(header))
            if name != "CERTLITE_API"}


def members(header=HEADER):
    """{struct: [members]} of every struct that is defined."""
    structs = re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", text_of(header), flags=re.S)
    return {name: re.findall(r"(\w+);", body) for name, body in structs}
