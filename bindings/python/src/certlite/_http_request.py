"""From an HTTP request to the engine's. Members are put together as text: what the client wrote reaches the engine as it
stands (numbers, names that stand twice, bytes that are no UTF-8), and the engine refuses it by its own rules."""
from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple
from urllib.parse import unquote_to_bytes

from ._routes import Operation, Schema

Members = List[Tuple[bytes, bytes]]  # names, and values as JSON

BLANK = b" \t\r\n"  # what JSON calls so
PLAIN = {"integer": re.compile(rb"-?(?:0|[1-9][0-9]*)"), "boolean": re.compile(rb"true|false")}
REVISION = re.compile(r'"((?:0|[1-9][0-9]*))"')
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


class Refused(Exception):
    """What the host refuses by itself: a code of REFUSALS, what to do about it, and headers."""

    def __init__(self, code: str, detail: str, *headers: Tuple[str, str]) -> None:
        super().__init__(detail)
        self.code = code
        self.headers = headers


class Refusal(NamedTuple):
    """A code of the host's own."""

    status: int
    title: str


REFUSALS: Mapping[str, Refusal] = {
    "bad_request": Refusal(400, "The request is not written as this API has it"),
    "unauthenticated": Refusal(401, "There is no valid token"),
    "no_such_path": Refusal(404, "There is nothing at this path"),
    "method_not_allowed": Refusal(405, "The path doesn't take this method"),
    "unsupported_media_type": Refusal(415, "The body is not JSON"),
}


def text_of(given: str) -> bytes:
    """What the client sent: WSGI has bytes as the characters of Latin-1."""
    return given.encode("latin-1")


def json_string(text: bytes) -> bytes:
    quoted = re.sub(rb'[\x00-\x1f"\\]', lambda found: b"\\u%04x" % found.group()[0], text)
    return b'"' + quoted + b'"'


def json_object(members: Members) -> bytes:
    return b"{" + b",".join(json_string(name) + b":" + value for name, value in members) + b"}"


def spliced(body: bytes, members: Members) -> bytes:
    """The body with the members put in before its last brace; a body that is no object stays as it is."""
    trimmed = body.strip(BLANK)
    if not trimmed:
        return json_object(members) + body  # whose blanks count: too many are too large
    if not members or not (trimmed.startswith(b"{") and trimmed.endswith(b"}")):
        return body
    comma = b"," if trimmed[1:-1].strip(BLANK) else b""
    brace = body.rindex(b"}")
    return body[:brace] + comma + json_object(members)[1:-1] + body[brace:]


def query_of(text: str) -> Dict[bytes, List[bytes]]:
    """Each parameter and its values, decoded, in the order in which they first stand."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise Refused("bad_request", "The query has a % that no two hex digits follow; write %25 for the character itself.")
    query: Dict[bytes, List[bytes]] = {}
    for part in filter(None, text_of(text).split(b"&")):
        name, _, value = (unquote_to_bytes(piece.replace(b"+", b" ")) for piece in part.partition(b"="))
        query.setdefault(name, []).append(value)
    return query


def value_of(text: bytes, schema: Schema) -> bytes:
    """A value of the query as JSON, by the type that the request has for it."""
    told = schema.get("type", ())
    for kind in (told,) if isinstance(told, str) else told:
        if kind in PLAIN and PLAIN[kind].fullmatch(text):
            return text
    return json_string(text)


def members_of(query: Mapping[bytes, List[bytes]], operation: Operation) -> Members:
    """The query's parameters as members of the request."""
    members: Members = []
    for name, values in query.items():
        schema = operation.properties.get(name.decode("utf-8", "replace"), {})
        if schema.get("type") == "array":
            value = b"[" + b",".join(value_of(item, schema["items"]) for item in values) + b"]"
        elif len(values) == 1:
            value = value_of(values[0], schema)
        else:  # once too often: as texts, for the engine to refuse
            value = b"[" + b",".join(map(json_string, values)) + b"]"
        members.append((name, value))
    return members


def if_match(header: Optional[str], operation: Operation) -> Members:
    """if_revision, if the header asks for one."""
    if header is None or header.strip() == "*":
        return []
    found = REVISION.fullmatch(header.strip())
    if not found:
        raise Refused("bad_request", 'If-Match is one revision in quotes, as ETag tells it: If-Match: "3".')
    if "if_revision" not in operation.properties:
        raise Refused("bad_request", f"{operation.name} knows no If-Match; leave it out.")
    return [(b"if_revision", found.group(1).encode())]


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def _instant(text: str) -> datetime:
    if not INSTANT.fullmatch(text):
        raise ValueError
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


CALL: Mapping[str, Tuple[Callable[[str], Any], str]] = {
    "as_of": (_day, "a day, YYYY-MM-DD"),
    "known_at": (_instant, "an instant, YYYY-MM-DDTHH:MM:SS.mmmZ"),
}


def call_of(query: Dict[bytes, List[bytes]], operation: Operation) -> Dict[str, Any]:
    """Takes what is the call's own out of the query."""
    call = {}
    for name, (read, form) in CALL.items():
        values = query.pop(name.encode(), None) if name in operation.call else None
        if values is not None:
            try:
                value, = values
                call[name] = read(value.decode())
            except ValueError:
                raise Refused("bad_request", f"{name} is {form}, and given once.") from None
    return call


def read_body(environ: Mapping[str, Any], most: int) -> bytes:
    """The body; of one that is larger than the engine takes as much as tells so."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not re.fullmatch("[0-9]{1,18}", length):
        raise Refused("bad_request", "Content-Length is a number of bytes.")
    if not length and environ.get("HTTP_TRANSFER_ENCODING") and not environ.get("wsgi.input_terminated"):
        raise Refused("bad_request", "This server can't tell where a chunked body ends; send Content-Length.")
    wanted = min(int(length), most + 1) if length else most + 1 if environ.get("wsgi.input_terminated") else 0
    try:
        body: bytes = environ["wsgi.input"].read(wanted)
        if length and len(body) < wanted:
            raise EOFError
    except (OSError, EOFError):  # the client has gone, or is silent
        raise Refused("bad_request", "The body ended before its end; send it again.") from None
    media_type = environ.get("CONTENT_TYPE") or "application/json"
    if body and media_type.partition(";")[0].strip().lower() != "application/json":
        raise Refused("unsupported_media_type", "Send JSON, and say so: Content-Type: application/json.")
    return body
