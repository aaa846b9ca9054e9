"""Values on their way to JSON and back."""
from __future__ import annotations

import enum
import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, timezone
from typing import Any, Mapping, Union
from uuid import UUID

Id = Union[UUID, str]
"""How an id may be given; answers have UUIDs."""


class Omitted(enum.Enum):
    """The type of OMITTED."""

    OMITTED = "omitted"

    def __repr__(self) -> str:
        return "OMITTED"


OMITTED = Omitted.OMITTED
"""An argument that is left out, which None is not: `expires_on=None` says that a card never expires."""


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; say datetime.now(timezone.utc), not datetime.now()")
        return value.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    raise TypeError(f"{type(value).__name__} is no value of a request")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_json(value: Mapping[str, Any]) -> bytes:
    """One JSON object in UTF-8; members that are OMITTED are left out."""
    given = {name: member for name, member in value.items() if member is not OMITTED}
    return _ENCODER.encode(given).encode()


if sys.version_info >= (3, 11):
    instant_from = datetime.fromisoformat
else:
    def instant_from(text: str) -> datetime:
        """A datetime of what the engine writes, which ends in Z: Python reads that from 3.11 on."""
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
