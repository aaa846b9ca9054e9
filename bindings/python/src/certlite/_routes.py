"""The routes that the library describes, and which of them a path means."""
from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Tuple

Schema = Mapping[str, Any]


class Operation(NamedTuple):
    """What HTTP has to know of an operation."""

    name: str
    properties: Mapping[str, Schema]  # of its request
    call: FrozenSet[str]  # as_of, known_at: which of them it takes
    answers_a_revision: bool
    replayed_status: int


class Route(NamedTuple):
    operation: Operation
    method: str
    path: str
    bind: Mapping[str, str]  # a parameter of the path: the member of the request that it is

    @property
    def segments(self) -> Tuple[Optional[str], ...]:
        """None stands for a parameter."""
        return tuple(None if segment.startswith("{") else segment for segment in self.path.split("/"))

    def parameters(self, path: str) -> Dict[str, str]:
        """The parameters of the template, as `path` has them."""
        return {name[1:-1]: value for name, value in zip(self.path.split("/"), path.split("/")) if name.startswith("{")}


def status_of(outcome: str, operation: Operation) -> int:
    return {"created": 201, "replayed": operation.replayed_status}.get(outcome, 200)


def operation_of(described: Mapping[str, Any]) -> Operation:
    outcomes = described["outcomes"]
    meta = described["response"]["properties"].get("meta", {})
    return Operation(described["name"], described["request"]["properties"], frozenset(described["call"]),
                     "revision" in meta.get("properties", ()),
                     201 if "created" in outcomes and "updated" not in outcomes else 200)


class Routes:
    """Every route of every operation."""

    def __init__(self, operations: List[Dict[str, Any]]) -> None:
        self._routes = [Route(operation, http["method"], http["path"], http["bind"])
                        for described in operations for operation in [operation_of(described)]
                        for http in described["http"]]
        # Where two templates fit, the one that names the segment is meant, as OpenAPI has it: .../certifications/import is no id.
        self._routes.sort(key=lambda route: tuple(segment is None for segment in route.segments))

    def at(self, path: str) -> Dict[str, Route]:
        """The routes that `path` means, by method; empty: none."""
        given = path.split("/")
        for route in self._routes:
            if len(route.segments) == len(given) and all(
                    value == segment if segment is not None else value for value, segment in zip(given, route.segments)):
                return {other.method: other for other in self._routes if other.path == route.path}
        return {}

    def of(self, operation: str, path: str) -> Route:
        """The operation's route at a template."""
        return next(route for route in self._routes if (route.operation.name, route.path) == (operation, path))

    def reads_one_below(self, route: Route) -> bool:
        """Whether a record that is made at the route's path is read at PATH/ID."""
        return any(other.method == "GET" and other.segments == (*route.segments, None) for other in self._routes)
