"""Calls a WSGI application without a socket, as a server would, under the checks of wsgiref.validate."""
import base64
import io
import json
from typing import Dict, List, NamedTuple, Optional
from urllib.parse import unquote
from wsgiref.validate import validator


class Answer(NamedTuple):
    status: int
    headers: Dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def call(application, method: str, target: str, headers: Optional[Dict[str, str]] = None, body: bytes = b"") -> Answer:
    """`target` is path and query as on the request line; it and the headers are UTF-8."""
    path, _, query = target.encode().decode("latin-1").partition("?")
    environ = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": query,
               "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0),
               "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
               "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False}
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value.encode().decode("latin-1")
    told: List[Answer] = []

    def start_response(status, answered, exc_info=None):
        told.append(Answer(int(status[:3]), dict(answered), b""))
        return lambda data: None

    chunks = validator(application)(environ, start_response)
    try:
        whole = b"".join(chunks)
    finally:
        chunks.close()
    return told[0]._replace(body=whole)


def token_of(principal) -> str:
    return base64.urlsafe_b64encode(json.dumps(principal).encode()).decode().rstrip("=")


def principal_of(token: Optional[str], organization: Optional[str]):
    """The tests' authenticator: a token is its own principal, whatever the path names."""
    try:
        return json.loads(base64.urlsafe_b64decode(f"{token}==="))
    except ValueError:
        return None
