"""Whether a card holds on a day, by the engine's own rules: pure, without a store."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Optional, Union, overload

from . import _abi
from ._numbers import LIFECYCLES, REASONS, STATUSES
from .records import LifecycleStatus, ValidityReason, ValidityStatus

if TYPE_CHECKING:
    import numpy
    import numpy.typing


@dataclass(frozen=True)
class Validity:
    """The verdict on one record for one day."""

    validity_status: ValidityStatus
    validity_reason: ValidityReason
    days_remaining: Optional[int]
    """Until it expires, negative once past; None: it never does, or is invalid."""
    next_transition_on: Optional[date]
    """The next day on which the status changes; None: never."""


def validity_statuses(*, as_of: date, issued_on_day: Any, expires_on_day: Any, grace_days: Any, expiring_soon_days: Any,
                      lifecycle_status: Any) -> bytes:
    """The validity_status alone of each of many records on the day `as_of`: a byte each, the status's position in
    invalid, not_yet_valid, valid, expiring_soon, in_grace, expired. Each column is a buffer of 32-bit integers (array.array("i"),
    NumPy's int32, Arrow's), read where it lies: days since 1970-01-01, -2**31 for none; lifecycle_status 0 for active."""
    given = {"issued_on_day": issued_on_day, "expires_on_day": expires_on_day, "grace_days": grace_days,
             "expiring_soon_days": expiring_soon_days, "lifecycle_status": lifecycle_status}
    views = {name: memoryview(column) for name, column in given.items()}
    for name, view in views.items():
        if view.format != "i" or not view.c_contiguous:
            raise TypeError(f"{name}: a buffer of 32-bit integers that lies in one piece is expected")
    sizes = {view.nbytes // 4 for view in views.values()}
    if len(sizes) != 1:
        raise TypeError("the columns are of different lengths")
    out = bytearray(sizes.pop())
    _abi.validity_statuses({name: _abi.ffi.from_buffer("int32_t[]", view) for name, view in views.items()}, len(out), as_of,
                           _abi.ffi.from_buffer("uint8_t[]", out, require_writable=True))
    return bytes(out)


@overload
def validity(*, as_of: date, issued_on: Optional[date] = None, expires_on: Optional[date] = None, grace_days: int = 0,
             expiring_soon_days: int = 0, lifecycle_status: LifecycleStatus = "active") -> Validity: ...


@overload
def validity(facts: numpy.typing.NDArray[Any], *, as_of: date) -> numpy.typing.NDArray[numpy.void]: ...


def validity(facts: Optional[numpy.typing.NDArray[Any]] = None, *, as_of: date, issued_on: Optional[date] = None,
             expires_on: Optional[date] = None, grace_days: int = 0, expiring_soon_days: int = 0,
             lifecycle_status: LifecycleStatus = "active") -> Union[Validity, numpy.typing.NDArray[numpy.void]]:
    """The validity of one record on the day `as_of`, or of each element of a NumPy array of `certlite.arrays.FACTS`, which
    is read where it lies; the answer is an array of `certlite.arrays.RESULTS`."""
    if facts is not None:
        from . import arrays
        return arrays.validity(facts, as_of)
    one = _abi.ffi.new("certlite_facts *", {
        "issued_on_day": _abi.day_of(issued_on),
        "expires_on_day": _abi.day_of(expires_on),
        "grace_days": grace_days,
        "expiring_soon_days": expiring_soon_days,
        "lifecycle_status": LIFECYCLES[lifecycle_status],
    })
    out = _abi.ffi.new("certlite_validity_result *")
    _abi.validity(one, 1, as_of, out)
    remaining = None if out.days_remaining == _abi.NO_DAY else out.days_remaining
    return Validity(STATUSES[out.validity_status], REASONS[out.validity_reason], remaining,
                    _abi.date_of(out.next_transition_day))
