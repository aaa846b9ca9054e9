"""What is raised. Every error code of the engine has its class in `certlite.codes`, made from what the library says of
itself; here are the classes above them, by who can mend it."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple, Type


@dataclass(frozen=True)
class Problem:
    """One rule that a request breaks."""

    rule: str
    """The rule's name, such as "date.exists"."""
    pointer: str
    """Where in the request, a JSON pointer (RFC 6901)."""
    detail: str
    """What is wrong and what to do, in a sentence."""


class CertliteError(Exception):
    """Anything that Certlite refuses or can't do."""

    code = "unknown"
    """The engine's name of the error, such as "not_found"; it never changes."""
    advice = ""
    """What to do about it."""

    def __init__(self, message: str, *, problem_json: bytes = b"", system_code: int = 0) -> None:
        super().__init__(message)
        self.problem_json = problem_json
        """The RFC 9457 problem details, byte for byte as the engine made them."""
        self.system_code = system_code
        """errno, or SQLite's extended result code; 0 if there is none."""
        self.idempotency_key: Optional[str] = None
        """The key under which a writing call may be repeated, whoever made it; what can be repeated does nothing twice."""

    @property
    def problem(self) -> Mapping[str, Any]:
        """The RFC 9457 problem details."""
        details: Dict[str, Any] = json.loads(self.problem_json or b"{}")
        return details

    @property
    def problems(self) -> Tuple[Problem, ...]:
        """Every rule that the request breaks, all at once."""
        return tuple(Problem(item["rule"], item["pointer"], item["detail"])
                     for item in self.problem.get("violations", ()))


class UsageError(CertliteError):
    """The calling code must be mended."""


class RequestError(CertliteError):
    """The request must be mended."""


class StateError(CertliteError):
    """What is stored stands against it."""


class OperationalError(CertliteError):
    """The surroundings fail: a disk, a lock, memory."""


class LibraryError(CertliteError):
    """A fault in Certlite itself."""


# The header's classes of a hundred: a code that this binding doesn't know belongs to its class.
CLASSES: Tuple[Type[CertliteError], ...] = (UsageError, RequestError, StateError, OperationalError, LibraryError)
BY_STATUS: Dict[int, Type[CertliteError]] = {}


def class_of(status: int) -> Type[CertliteError]:
    hundreds = -status // 100
    return BY_STATUS.get(status) or (CLASSES[hundreds - 1] if 1 <= hundreds <= len(CLASSES) else CertliteError)


def from_problem(status: int, problem_json: bytes, system_code: int) -> CertliteError:
    """The exception for what the engine answered."""
    details = json.loads(problem_json or b"{}")
    broken = [f"{item['pointer'] or '/'}: {item['detail']}" for item in details.get("violations", ())]
    message = details.get("detail") or details.get("title") or f"status {status}"
    if len(broken) > 1:
        message = " ".join([message, *broken])
    return class_of(status)(message, problem_json=problem_json, system_code=system_code)
