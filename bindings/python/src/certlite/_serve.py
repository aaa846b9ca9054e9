"""The server behind `python -m certlite serve`: the standard library's, a thread a connection."""
from __future__ import annotations

import ipaddress
import json
import secrets
import signal
import socket
import sys
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, Dict, NoReturn, Optional
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from . import __version__
from ._engine import Engine, Session, open
from ._principal import SYSTEM, AnyPrincipal, Principal
from .http import Application

SAMPLE_USER = "0190a000-0000-7000-8000-000000000001"
SAMPLE_SCOPES = ["certification_records:read", "certification_records:write", "certification_types:read",
                 "organization_members:read", "organizations:read"]


class Handler(WSGIRequestHandler):
    """One connection, one request, one line in the log: never a query, a header or a body, which tell of persons."""

    timeout = 30

    def get_environ(self) -> Dict[str, Any]:
        environ = super().get_environ()
        if self.headers.get("Content-Type") is None:
            environ["CONTENT_TYPE"] = ""  # where the standard library says text/plain
        return environ

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            pass  # it has gone, or is silent: there is nobody to answer

    def log_request(self, code: object = "-", size: object = "-") -> None:
        path = quote(getattr(self, "path", "").partition("?")[0], safe="/%")
        self.log_message("%s %s %s", quote(self.command or "-"), path or "-", getattr(code, "value", code))

    def log_error(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the standard library would tell the whole request line here, and the status has its line already."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        print(f"{datetime.now():%H:%M:%S} {format % args}", file=sys.stderr, flush=True)

    def finish(self) -> None:
        """Ends the answer and hears the client out, within bounds: one who is still sending would lose the answer, too."""
        super().finish()
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            for _ in range(64):
                if not self.connection.recv(1 << 16):
                    break
        except OSError:
            pass  # it is gone


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def read_tokens(path: str, engine: Engine) -> Dict[str, AnyPrincipal]:
    """The file of --tokens; each of its tokens is one that a client can send, each of its principals one that the engine takes."""
    text = Path(path).read_bytes()
    try:
        tokens = json.loads(text)
    except ValueError as error:
        raise ValueError(f"{path} is no JSON in UTF-8: {error}") from None
    if not isinstance(tokens, dict) or not all(isinstance(principal, dict) for principal in tokens.values()):
        raise ValueError(f"{path} is no JSON object of tokens and principals")
    if not tokens:
        raise ValueError(f"{path} names nobody")
    if any(not token or token != token.strip() for token in tokens):
        raise ValueError(f"{path} has a token that is empty or has blanks around it, which nobody can send")
    for principal in tokens.values():
        Session(engine, principal).close()
    return tokens


def put_sample(engine: Engine) -> str:
    """One organization, its member and a type, each made once however often it is asked for; the type's id."""
    with engine.system_session() as session:
        organization = session.organizations.create(name="North Sea Wind", idempotency_key="sample-organization")
        session.members.create(organization_id=organization.id, display_name="Ada Berg", user_id=SAMPLE_USER, is_primary=True,
                               idempotency_key="sample-member")
        heights = session.certification_types.create(
            organization_id=organization.id, slug="working-at-heights", title="Working at Heights",
            validity_period={"unit": "month", "count": 24}, idempotency_key="sample-type")
    return str(heights.id)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def curl_line(url: str, token: str, type_id: str) -> str:
    body = json.dumps({"certification_type_id": type_id, "issued_on": "2025-03-01", "issuer_name": "Training Centre"},
                      separators=(",", ":"))
    return (f"curl -X POST {url}/v1/certifications -H 'Authorization: Bearer {token}' -H 'Idempotency-Key: first-card' "
            f"-H 'Content-Type: application/json' -d '{body}'")


def stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def announce(engine: Engine, tokens: Dict[str, AnyPrincipal], db: str, host: str, url: str, sample: bool) -> None:
    """Says where it answers, and to whom; makes the tokens that nobody gave."""
    print(f"Certlite {__version__} serves {db} at {url}; {url}/docs describes it.")
    if not is_loopback(host):
        print(f"warning: {host} may be reached from other machines, and tokens and records go there in the clear; "
              "put a server with TLS before it", file=sys.stderr)
    if not tokens:
        system = secrets.token_urlsafe(24)
        tokens[system] = SYSTEM
        print(f"Token of the system, which may do everything, until the server ends: {system}")
    if sample:
        type_id, user = put_sample(engine), secrets.token_urlsafe(24)
        tokens[user] = Principal(SAMPLE_USER, SAMPLE_SCOPES)
        print(f"Token of Ada Berg, who may do what concerns herself: {user}\n\nA certification for her:\n\n"
              f"{curl_line(url, user, type_id)}\n")
    sys.stdout.flush()


def serve(db: str, host: str, port: int, tokens_file: Optional[str], sample: bool) -> int:
    """Answers until it is interrupted."""
    with open(db) as engine:
        tokens = read_tokens(tokens_file, engine) if tokens_file else {}
        Server.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with Server((host, port), Handler) as server:
            server.set_app(Application(engine, lambda token, organization: tokens.get(token or "")))
            shown = f"[{host}]" if ":" in host else host
            signal.signal(signal.SIGTERM, stop)
            try:
                announce(engine, tokens, db, host, f"http://{shown}:{server.server_port}", sample)
                server.serve_forever()
            except KeyboardInterrupt:
                print("\nEnded.")
    return 0
