"""Engines and sessions."""
from __future__ import annotations

import os
import threading
import weakref
from datetime import timedelta
from types import TracebackType
from typing import Iterable, Optional, Type, Union

from . import _abi
from ._principal import SYSTEM, AnyPrincipal, Principal
from ._wire import Id, to_json
from .operations import Operations


class _Closeable:
    """Closed by `with`, by close(), as often as one likes, or at the latest when it is collected. Safe while calls run: what
    they use is freed when the last one has ended."""

    _handle: _abi.Handle

    def _own(self, handle: _abi.Handle) -> None:
        self._handle = handle
        weakref.finalize(self, handle.close)

    @property
    def closed(self) -> bool:
        return self._handle.closed

    def close(self) -> None:
        """Releases it; what is called on it from now on raises InvalidHandleError."""
        self._handle.close()

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()


class Session(_Closeable, Operations):
    """What one principal may do. Cheap: open one per principal; many threads may use it."""

    def __init__(self, engine: Engine, principal: AnyPrincipal) -> None:
        document = principal.document if isinstance(principal, Principal) else principal
        self._own(_abi.open_session(engine._handle, to_json(document)))

    def __enter__(self) -> Session:
        return self


class Engine(_Closeable):
    """An open store. Many threads may use it, and a file many engines and processes; after a fork, open one of your own."""

    def __init__(self, handle: _abi.Handle) -> None:
        self._own(handle)
        self._lock = threading.Lock()
        self._sessions: weakref.WeakSet[Session] = weakref.WeakSet()

    def __enter__(self) -> Engine:
        return self

    def session(self, *, user_id: Id, scopes: Iterable[str],
                organization_id: Optional[Id] = None) -> Session:
        """A session for a user whom the host has authenticated.

        Args:
            user_id: Who it is.
            scopes: What may be done, such as "certification_records:read".
            organization_id: Over whom: every member of this organization; None: the user's own memberships alone.
        """
        return self._open(Principal(user_id, scopes, organization_id))

    def system_session(self) -> Session:
        """A session for the host itself: every scope, every organization."""
        return self._open(SYSTEM)

    def _open(self, principal: AnyPrincipal) -> Session:
        session = Session(self, principal)
        with self._lock:
            self._sessions.add(session)
        return session

    def close(self) -> None:
        """Closes the engine and every session of it; the store is closed when the last call has ended."""
        super().close()
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.close()


def open(path: Union[str, bytes, os.PathLike[str]], *, existing: bool = False, exclusive: bool = False,  # noqa: A001
         busy_timeout: Union[timedelta, float, None] = None, id_seed: int = 0) -> Engine:
    """Opens the store at `path`, making it if there is none; ":memory:" is one that lives as long as the engine.

    Args:
        path: The file.
        existing: Raise CannotOpenError rather than make a new file.
        exclusive: Hold the writers' lock for the engine's life: this process owns the file.
        busy_timeout: How long to wait for other writers, in seconds or as a timedelta; None: as long as the engine thinks fit.
        id_seed: Makes ids reproducible, for tests alone; 0: the system's randomness.
    """
    wait = timedelta(0) if busy_timeout is None else (
        busy_timeout if isinstance(busy_timeout, timedelta) else timedelta(seconds=busy_timeout))
    milliseconds = wait // timedelta(milliseconds=1)
    if busy_timeout is not None:
        milliseconds = max(milliseconds, 1)  # 0 is the header's way to leave it out
    return Engine(_abi.open_engine(os.fsencode(path), existing, exclusive, milliseconds, id_seed))
