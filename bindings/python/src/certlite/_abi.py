"""The library: the one place that knows C."""
from __future__ import annotations

import json
import threading
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from . import codes
from .errors import from_problem

try:
    from ._certlite import ffi as ffi, lib  # "as": the others may have it from here
except ImportError as error:
    _needs = Path(__file__).with_name("system_libraries.txt")
    raise ImportError(f"{error}; the engine needs of the system: {', '.join(_needs.read_text().split())}") from error

if not lib.certlite_abi_supports(lib.CERTLITE_ABI_VERSION):
    raise ImportError(f"this binding was built for ABI {lib.CERTLITE_ABI_VERSION}, "
                      f"the library that was loaded has {lib.certlite_abi_version()}")

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def version() -> str:
    text: str = ffi.string(lib.certlite_version()).decode()
    return text


def describe() -> Any:
    """What the library says of itself: operations with their routes and schemas, scopes, codes, rules and limits."""
    view = ffi.new("certlite_str *")
    lib.certlite_describe(view)
    return json.loads(text_of(view))


def constant(name: str) -> int:
    """A constant of the header."""
    value: int = getattr(lib, f"CERTLITE_{name}")
    return value


NO_DAY = constant("NO_DAY")


def day_of(value: Optional[date]) -> int:
    if isinstance(value, datetime):  # which Python takes for a date
        raise TypeError("a date is expected, not a datetime: its day depends on where one is")
    return NO_DAY if value is None else value.toordinal() - EPOCH_ORDINAL


def date_of(day: int) -> Optional[date]:
    return None if day == NO_DAY else date.fromordinal(day + EPOCH_ORDINAL)


def milliseconds_of(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise ValueError("the datetime has no time zone; say datetime.now(timezone.utc), not datetime.now()")
    return (instant - EPOCH) // timedelta(milliseconds=1)


def text_of(view: Any) -> bytes:
    """A copy of what a certlite_str or a certlite_buf shows."""
    return bytes(ffi.buffer(view.data, view.size)) if view.size else b""


def check(status: int, error: Any) -> None:
    """Raises what a call answered, if it failed; `error` is its certlite_error **."""
    if status == 0:
        return
    if error[0] == ffi.NULL:
        raise from_problem(status, b"", 0)
    view = ffi.new("certlite_str *")
    try:
        lib.certlite_error_json(error[0], view)
        raised = from_problem(status, text_of(view), lib.certlite_error_system(error[0]))
    finally:
        lib.certlite_error_free(error[0])
    raise raised


class Handle:
    """A C handle: freed once, when it is closed and no call uses it any more, so that closing is safe at any time and
    from any thread. `with handle as pointer` uses it."""

    def __init__(self, kind: str, pointer: Any, free: Callable[[Any], None]) -> None:
        self._kind = kind
        self._pointer = pointer
        self._free = free
        self._freed = threading.Lock()
        self._calls: List[None] = []  # as many as are under way: a list counts without a lock
        self.closed = False

    def __enter__(self) -> Any:
        self._calls.append(None)  # before the look at `closed`, as close() sets it before it looks at the calls
        if self.closed:
            self.__exit__()
            raise codes.InvalidHandleError(f"the {self._kind} is closed")
        return self._pointer

    def __exit__(self, *_: object) -> None:
        self._calls.pop()
        if self.closed:
            self.close()

    def close(self) -> None:
        self.closed = True
        if not self._calls and self._freed.acquire(blocking=False):  # for good
            self._free(self._pointer)


def open_engine(path: bytes, existing: bool, exclusive: bool, busy_timeout_ms: int, id_seed: int) -> Handle:
    options = ffi.new("certlite_open_options *")
    options.struct_size = ffi.sizeof("certlite_open_options")
    options.flags = existing * lib.CERTLITE_OPEN_EXISTING | exclusive * lib.CERTLITE_OPEN_EXCLUSIVE
    options.busy_timeout_ms = busy_timeout_ms
    options.id_seed = id_seed
    out, error = ffi.new("certlite_engine **"), ffi.new("certlite_error **")
    check(lib.certlite_open(path, len(path), options, out, error), error)
    return Handle("engine", out[0], lib.certlite_close)


def open_session(engine: Handle, principal: bytes) -> Handle:
    out, error = ffi.new("certlite_session **"), ffi.new("certlite_error **")
    with engine as pointer:
        check(lib.certlite_session_open(pointer, principal, len(principal), out, error), error)
    return Handle("session", out[0], lib.certlite_session_close)


def new_cancel() -> Handle:
    out = ffi.new("certlite_cancel **")
    check(lib.certlite_cancel_new(out), ffi.new("certlite_error **"))
    return Handle("cancellation", out[0], lib.certlite_cancel_free)


def trigger(cancel: Handle) -> None:
    with cancel as pointer:
        lib.certlite_cancel_trigger(pointer)


def new_call(now: Optional[datetime], as_of: Optional[date], known_at: Optional[datetime], cancel: Any) -> Any:
    if now is None and as_of is None and known_at is None and cancel is None:
        return ffi.NULL
    call = ffi.new("certlite_call *")
    call.struct_size = ffi.sizeof("certlite_call")
    if now is not None:
        call.flags |= lib.CERTLITE_CALL_NOW
        call.now_unix_ms = milliseconds_of(now)
    if as_of is not None:
        call.flags |= lib.CERTLITE_CALL_AS_OF
        call.as_of_day = day_of(as_of)
    if known_at is not None:
        call.flags |= lib.CERTLITE_CALL_KNOWN_AT
        call.known_at_unix_ms = milliseconds_of(known_at)
    if cancel is not None:
        call.cancel = cancel
    return call


def execute(session: Handle, operation: bytes, request: bytes, key: Optional[bytes], call: Any) -> Tuple[int, bytes]:
    """One call: the number of its outcome and the answer's bytes. Python's other threads run meanwhile."""
    outcome, response, error = ffi.new("int32_t *"), ffi.new("certlite_buf *"), ffi.new("certlite_error **")
    with session as pointer:
        status = lib.certlite_execute(pointer, operation, len(operation), request, len(request),
                                      ffi.NULL if key is None else key, len(key or b""), call, outcome, response, error)
    check(status, error)
    try:
        return outcome[0], text_of(response)
    finally:
        lib.certlite_buf_free(response)


class Batch:
    """An import's certlite_batch."""

    def __init__(self) -> None:
        self._batch = ffi.new("certlite_batch **")

    def run(self, session: Handle, operation: bytes, lines: bytes, options: bytes, call: Any) -> None:
        error = ffi.new("certlite_error **")
        with session as pointer:
            status = lib.certlite_import(pointer, operation, len(operation), lines, len(lines), options, len(options),
                                         call, self._batch, error)
        check(status, error)

    def results(self) -> Any:
        """The latest call's certlite_results: to be read before the next."""
        n = ffi.new("size_t *")
        array = lib.certlite_batch_results(self._batch[0], n)
        return (array[index] for index in range(n[0]))

    def id(self) -> str:
        view = ffi.new("certlite_str *")
        lib.certlite_batch_id(self._batch[0], view)
        return text_of(view).decode()

    def free(self) -> None:
        lib.certlite_batch_free(self._batch[0])
        self._batch[0] = ffi.NULL


def text_from(array: Any) -> str:
    text: str = ffi.string(array).decode()
    return text


def validity(facts: Any, n: int, as_of: date, out: Any) -> None:
    if lib.certlite_validity(facts, n, day_of(as_of), out) != 0:
        raise out_of_bounds()


def validity_statuses(columns: Dict[str, Any], n: int, as_of: date, out: Any) -> None:
    if lib.certlite_validity_statuses(ffi.new("certlite_fact_columns *", columns), n, day_of(as_of), out) != 0:
        raise out_of_bounds()


def out_of_bounds() -> codes.InvalidArgumentError:
    return codes.InvalidArgumentError("validity: a day, a grace or a warning period is out of its bounds")
