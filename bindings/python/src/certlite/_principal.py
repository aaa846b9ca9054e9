"""Who asks: what a session is opened for."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, Mapping, Optional, Union

from ._wire import Id

SYSTEM: Mapping[str, Any] = {"system": True}
"""The principal that is the host itself: every scope, every organization."""


@dataclass(frozen=True)
class Principal:
    """A user whom the host has authenticated."""

    user_id: Id
    """Who it is."""
    scopes: Iterable[str]
    """What may be done, such as "certification_records:read"."""
    organization_id: Optional[Id] = None
    """Over whom: every member of this organization; None: the user's own memberships alone."""

    def __post_init__(self) -> None:
        if isinstance(self.scopes, str):
            raise TypeError("scopes is a collection of texts, not one text")
        object.__setattr__(self, "scopes", tuple(self.scopes))

    @property
    def document(self) -> Mapping[str, Any]:
        """As the engine reads it."""
        reach: Dict[str, Any] = {"reach": "self"}
        if self.organization_id is not None:
            reach = {"reach": "organization", "organization_id": self.organization_id}
        return {"user_id": self.user_id, "scopes": list(self.scopes), **reach}


AnyPrincipal = Union[Principal, Mapping[str, Any]]
"""A user, SYSTEM, or the engine's own form of either."""
