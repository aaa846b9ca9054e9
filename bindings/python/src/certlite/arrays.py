"""Validity of many records at once, on NumPy's arrays where they lie. Importing this needs NumPy; Certlite doesn't."""
from __future__ import annotations

from datetime import date
from typing import Any

import numpy
import numpy.typing

from . import _abi
from ._numbers import LIFECYCLES, REASONS, STATUSES

NO_DAY = _abi.NO_DAY
"""No issue date, no expiry, never."""


def _dtype_of(struct: str) -> numpy.dtype[numpy.void]:
    fields = _abi.ffi.typeof(struct).fields
    return numpy.dtype({
        "names": [name for name, _ in fields],
        "formats": [numpy.dtype(f"i{_abi.ffi.sizeof(field.type)}") for _, field in fields],
        "offsets": [field.offset for _, field in fields],
        "itemsize": _abi.ffi.sizeof(struct),
    })


FACTS = _dtype_of("certlite_facts")
"""What validity depends on, as the header's certlite_facts; start from numpy.zeros(n, FACTS). Days count from 1970-01-01."""
RESULTS = _dtype_of("certlite_validity_result")
"""The verdict, as the header's certlite_validity_result."""


def days(dates: numpy.typing.NDArray[numpy.datetime64]) -> numpy.typing.NDArray[numpy.int32]:
    """The days of datetime64 values; NaT is NO_DAY."""
    counted = dates.astype("datetime64[D]").astype("i8")
    bounds = numpy.iinfo("i4")
    held = numpy.clip(counted, bounds.min + 1, bounds.max)  # what doesn't fit stays out of bounds, and is refused
    return numpy.where(numpy.isnat(dates), NO_DAY, held).astype("i4")


def validity(facts: numpy.typing.NDArray[Any], as_of: date) -> numpy.typing.NDArray[numpy.void]:
    """What certlite.validity does for arrays."""
    if facts.dtype != FACTS or not facts.flags.c_contiguous:
        raise TypeError("an array of certlite.arrays.FACTS that lies in one piece is expected")
    out: numpy.typing.NDArray[numpy.void] = numpy.empty(facts.shape, RESULTS)
    if facts.size:
        ffi = _abi.ffi
        _abi.validity(ffi.from_buffer("certlite_facts[]", facts), facts.size, as_of,
                      ffi.from_buffer("certlite_validity_result[]", out, require_writable=True))
    return out


__all__ = ["FACTS", "LIFECYCLES", "NO_DAY", "REASONS", "RESULTS", "STATUSES", "days", "validity"]
