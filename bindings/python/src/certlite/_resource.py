"""What the generated operations stand on: one call, and the three forms of answers."""
from __future__ import annotations

import json
import time
import weakref
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Callable, Generic, Iterator, Mapping, NamedTuple, Optional, Tuple, TypeVar, Union, get_args
from uuid import UUID, uuid4

from . import _abi
from ._wire import OMITTED, to_json
from .errors import CertliteError
from .records import Outcome

T = TypeVar("T")

OUTCOMES: Mapping[int, Outcome] = {_abi.constant(name.upper()): name for name in get_args(Outcome)}


class Cancellation:
    """Ends the calls that carry it, now and later: `trigger` from another thread."""

    def __init__(self) -> None:
        self._handle = _abi.new_cancel()
        weakref.finalize(self, self._handle.close)

    def trigger(self) -> None:
        _abi.trigger(self._handle)


class Answer(NamedTuple):
    """What a call answered, before anything is made of it."""

    outcome: Outcome
    """What the call did."""
    body: bytes
    """The answer's JSON, byte for byte as the engine made it."""

    @property
    def json(self) -> Any:
        return json.loads(self.body.decode())  # bytes would have their encoding guessed


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list."""

    records: Tuple[T, ...]
    next_cursor: Optional[str]
    """Where the next page begins; None: this is the last."""


class Caller:
    """Whoever can run operations by name."""

    _handle: _abi.Handle

    def execute(self, operation: str, request: Union[Mapping[str, Any], bytes], *, idempotency_key: Optional[str] = None,
                as_of: Optional[date] = None, known_at: Optional[datetime] = None, now: Optional[datetime] = None,
                cancel: Optional[Cancellation] = None) -> Answer:
        """Runs an operation by its name, on a request as JSON or as what becomes JSON; the methods of the resources do it
        with types.

        Args:
            operation: Such as "certification.create".
            request: One JSON object.
            idempotency_key: One key, one effect; only operations that write take one, and here none is made.
            as_of: The day that validity is told for; left out: the UTC day of `now`.
            known_at: Answer what was known at that instant; left out: `now`.
            now: The time at which it happens; left out: the system's clock.
            cancel: Ends the call from another thread.
        """
        body = request if isinstance(request, bytes) else to_json(request)
        key = None if idempotency_key is None else idempotency_key.encode()
        if cancel is None:
            call = _abi.new_call(now, as_of, known_at, None)
            outcome, response = _abi.execute(self._handle, operation.encode(), body, key, call)
        else:
            with cancel._handle as token:
                call = _abi.new_call(now, as_of, known_at, token)
                outcome, response = _abi.execute(self._handle, operation.encode(), body, key, call)
        return Answer(OUTCOMES[outcome], response)


class Listing(Generic[T]):
    """The records of a list, fetched page by page while you iterate. Iterating again asks again."""

    def __init__(self, fetch: Callable[[Any], Page[T]], cursor: Any) -> None:
        self._fetch = fetch
        self._cursor = cursor

    def pages(self) -> Iterator[Page[T]]:
        """Page by page, for whoever keeps `next_cursor` to go on later."""
        cursor = self._cursor
        while cursor is not None:
            page = self._fetch(cursor)
            yield page
            cursor = page.next_cursor

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.records


def new_key() -> str:
    """A random key that begins with the time (UUID version 7): keys that follow each other are stored beside each other, which
    makes a write cheaper the larger the store is."""
    milliseconds = time.time_ns() // 1_000_000
    return str(UUID(int=milliseconds << 80 | 7 << 76 | uuid4().int & (1 << 76) - 1))  # the rest as in version 4


class Resource:
    """The operations of one resource, in a session."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def _write(self, read: Callable[..., T], operation: str, request: Mapping[str, Any], *,
               idempotency_key: Optional[str], as_of: Optional[date] = None) -> T:
        key = idempotency_key if idempotency_key is not None else new_key()
        try:
            answer = self._caller.execute(operation, request, idempotency_key=key, as_of=as_of)
        except CertliteError as error:
            error.idempotency_key = key
            raise
        return read(*_members(answer.json), outcome=answer.outcome, idempotency_key=key)

    def _read(self, read: Callable[..., T], operation: str, request: Mapping[str, Any], *, as_of: Optional[date] = None,
              known_at: Optional[datetime] = None) -> T:
        answer = self._caller.execute(operation, request, as_of=as_of, known_at=known_at)
        return read(*_members(answer.json))

    def _read_plain(self, read: Callable[[Any], T], operation: str, request: Mapping[str, Any]) -> T:
        return read(self._caller.execute(operation, request).json)

    def _list(self, read: Callable[..., T], operation: str, request: Mapping[str, Any], *, as_of: Optional[date] = None,
              known_at: Optional[datetime] = None) -> Listing[T]:
        def fetch(cursor: Any) -> Page[T]:
            answer = self._caller.execute(operation, {**request, "cursor": cursor}, as_of=as_of, known_at=known_at).json
            records = tuple(read(data, meta) if meta else read(data) for data, meta in zip(answer["data"], answer["meta"]))
            return Page(records, answer["page"]["next_cursor"])

        return Listing(fetch, request.get("cursor", OMITTED))


def _members(answer: Any) -> Tuple[Any, ...]:
    return (answer["data"], answer["meta"]) if answer["meta"] else (answer["data"],)
