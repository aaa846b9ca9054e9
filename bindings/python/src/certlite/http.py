"""The engine as HTTP: a WSGI application made from what the library says of itself. docs/http.md has the mapping.

    application = certlite.http.Application(engine, authenticate)
"""
from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from http.client import responses as REASONS
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple
from urllib.parse import quote

from ._abi import describe
from ._engine import Engine, Session
from ._http_request import (REFUSALS, Refused, call_of, if_match, json_object, json_string, members_of, query_of, read_body,
                            spliced, text_of)
from ._principal import SYSTEM, AnyPrincipal, Principal
from ._resource import Answer
from ._routes import Route, Routes, status_of
from .errors import CertliteError
from .openapi import JSON, PROBLEM, document
from .openapi_page import CONTENT_SECURITY_POLICY, page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

__all__ = ["SYSTEM", "Application", "Authenticate", "Principal"]

Authenticate = Callable[[Optional[str], Optional[str]], Optional[AnyPrincipal]]
"""Of the bearer token and of the organization in the path, each None if there is none: who asks; None: nobody, which is
answered 401. It decides how far the token reaches; an exception passes through."""

Environ = Mapping[str, Any]
Headers = Sequence[Tuple[str, str]]
HTML = "text/html; charset=utf-8"


class Response(NamedTuple):
    status: int
    content_type: str
    body: bytes
    headers: Headers = ()


class Application:
    """Answers the routes of every operation; `/openapi.json` and `/docs`, too, unless `docs` is false.

    Args:
        engine: What answers. It stays yours to close.
        authenticate: Tells who asks.
        clock: The time of each request, for tests; None: the system's.
        docs: Whether the API is described to everybody.
    """

    def __init__(self, engine: Engine, authenticate: Authenticate, clock: Optional[Callable[[], datetime]] = None, *,
                 docs: bool = True) -> None:
        self._engine = engine
        self._authenticate = authenticate
        self._clock = clock
        described = describe()
        self._routes = Routes(described["operations"])
        self._codes = {code["code"]: code for code in described["codes"]}
        self._body_max: int = described["library"]["limits"]["request_bytes_max"]
        self._pages = PAGES if docs else {}

    def __call__(self, environ: Dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            response = self._answer(environ)
        except Refused as refused:
            response = self._refusal(refused)
        start_response(f"{response.status} {REASONS.get(response.status, 'Unknown')}",
                       [("Content-Type", response.content_type), ("Content-Length", str(len(response.body))),
                        ("Cache-Control", "no-store"), *response.headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def _answer(self, environ: Environ) -> Response:
        path = environ.get("PATH_INFO", "")
        method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        routes = self._routes.at(path)
        methods = {"GET"} if path in self._pages else set(routes)
        if not methods:
            raise Refused("no_such_path", "Use a path of docs/operations.md, or of /openapi.json where it is served.")
        if method not in methods:
            allowed = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
            raise Refused("method_not_allowed", f"Use one of {allowed}.", ("Allow", allowed))
        if path in self._pages:
            return self._pages[path](quote(text_of(environ.get("SCRIPT_NAME", ""))) or "/")
        return self._execute(routes[method], path, environ)

    def _execute(self, route: Route, path: str, environ: Environ) -> Response:
        operation = route.operation
        parameters = {name: text_of(value) for name, value in route.parameters(path).items()}
        principal = self._principal(environ, parameters.get("organization_id"))
        query = query_of(environ.get("QUERY_STRING", ""))
        call = call_of(query, operation)
        members = [(route.bind[name].encode(), json_string(value)) for name, value in parameters.items()]
        members += if_match(environ.get("HTTP_IF_MATCH"), operation)
        if route.method == "GET":
            request = json_object(members_of(query, operation) + members)
        else:
            for name in query:
                raise Refused("bad_request", f"The query's {name.decode('utf-8', 'replace')} is not known here; "
                                             f"a {route.method} takes members in its body.")
            request = spliced(read_body(environ, self._body_max), members)
        now = self._clock() if self._clock else None
        try:
            with Session(self._engine, principal) as session:
                answer = session.execute(operation.name, request, idempotency_key=environ.get("HTTP_IDEMPOTENCY_KEY"),
                                         now=now, **call)
        except CertliteError as error:
            return self._error(error)
        return self._told(answer, route, environ)

    def _principal(self, environ: Environ, organization: Optional[bytes]) -> AnyPrincipal:
        scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        given = text_of(token).decode("utf-8", "replace").strip() if scheme.lower() == "bearer" else ""
        principal = self._authenticate(given or None,
                                       None if organization is None else organization.decode("utf-8", "replace"))
        if principal is None:
            raise Refused("unauthenticated", "Send a token that is valid: Authorization: Bearer TOKEN.",
                          ("WWW-Authenticate", "Bearer"))
        return principal

    def _told(self, answer: Answer, route: Route, environ: Environ) -> Response:
        """What the engine answered."""
        operation = route.operation
        headers: List[Tuple[str, str]] = []
        status = status_of(answer.outcome, operation)
        if answer.outcome == "replayed":
            headers.append(("Idempotency-Replayed", "true"))
        if operation.answers_a_revision:
            told = answer.json
            headers.append(("ETag", f'"{told["meta"]["revision"]}"'))
            if status == 201 and route.method == "POST" and self._routes.reads_one_below(route):
                path = quote(text_of(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]))
                headers.append(("Location", f"{path}/{told['data']['id']}"))
        return Response(status, JSON, answer.body, headers)

    def _error(self, error: CertliteError) -> Response:
        """What the engine refused."""
        code = self._codes[error.code]
        body = error.problem_json or problem(error.code, code["http"], code["title"], str(error))
        return Response(code["http"], PROBLEM, body, [("Retry-After", "1")] if error.code == "busy" else ())

    def _refusal(self, refused: Refused) -> Response:
        """What is refused before the engine is asked."""
        status, title = REFUSALS[refused.code]
        return Response(status, PROBLEM, problem(refused.code, status, title, str(refused)), refused.headers)


@lru_cache(maxsize=8)
def openapi_response(server: str) -> Response:
    return Response(200, JSON, json.dumps(document(describe(), server), ensure_ascii=False).encode())


@lru_cache(maxsize=8)
def docs_response(server: str) -> Response:
    return Response(200, HTML, page(document(describe(), server)).encode(),
                    [("Content-Security-Policy", CONTENT_SECURITY_POLICY), ("X-Content-Type-Options", "nosniff"),
                     ("Referrer-Policy", "no-referrer")])


PAGES: Mapping[str, Callable[[str], Response]] = {"/openapi.json": openapi_response, "/docs": docs_response}


def problem(code: str, status: int, title: str, detail: str) -> bytes:
    """Problem details (RFC 9457) as the engine writes them."""
    told = {"type": f"urn:certlite:problem:{code}", "title": title, "status": status, "code": code, "detail": detail}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
