"""The header's numbers of what validity takes and tells by name."""
from __future__ import annotations

from typing import Mapping, get_args

from . import _abi
from .records import LifecycleStatus, ValidityReason, ValidityStatus

LIFECYCLES: Mapping[str, int] = {name: _abi.constant(f"LIFECYCLE_{name.upper()}") for name in get_args(LifecycleStatus)}
STATUSES: Mapping[int, ValidityStatus] = {
    _abi.constant(f"VALIDITY_{name.upper()}"): name for name in get_args(ValidityStatus)}
REASONS: Mapping[int, ValidityReason] = {
    _abi.constant(f"REASON_{name.upper()}"): name for name in get_args(ValidityReason)}
