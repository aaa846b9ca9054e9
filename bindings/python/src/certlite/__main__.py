"""The engine over HTTP from the shell: `python -m certlite serve` and `python -m certlite openapi`."""
from __future__ import annotations

import argparse
import json
import sys
from typing import List, Optional

from . import __version__, describe
from ._serve import serve
from .errors import CertliteError
from .openapi import document


def port(text: str) -> int:
    if not 0 <= int(text) <= 65535:
        raise ValueError
    return int(text)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="python -m certlite", description="The certification records of a workforce, over HTTP.")
    whole.add_argument("--version", action="version", version=f"certlite {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    server = commands.add_parser(
        "serve", help="answer HTTP from a store",
        description="Answers HTTP from a store, on this machine alone unless --host says otherwise; /docs describes it. Meant for "
                    "trying out and for small installations; docs/http.md tells of others. Ctrl-C ends it.")
    server.add_argument("--db", required=True, metavar="FILE", help="the store; made if there is none")
    server.add_argument("--host", default="127.0.0.1", help="the address to listen at (%(default)s)")
    server.add_argument("--port", type=port, default=8000, help="the port; 0: any that is free (%(default)s)")
    server.add_argument("--tokens", metavar="FILE", help="who may ask: a JSON object of tokens and principals, such as "
                        '{"a-long-secret": {"user_id": "...", "scopes": ["certification_records:read"], "reach": "self"}}; '
                        "left out: one token that is made and printed, for the system")
    server.add_argument("--sample", action="store_true", help="put one organization, one member and one certification type into "
                        "the store, once, and print a call to try")
    commands.add_parser("openapi", help="print the OpenAPI 3.1 document",
                        description="Prints the OpenAPI 3.1 document of the API.")
    return whole


def main(arguments: Optional[List[str]] = None) -> int:
    given = parser().parse_args(arguments)
    if given.command == "openapi":
        print(json.dumps(document(describe()), ensure_ascii=False, indent=2))
        return 0
    try:
        return serve(given.db, given.host, given.port, given.tokens, given.sample)
    except (CertliteError, OSError, ValueError) as error:
        print(f"certlite: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
