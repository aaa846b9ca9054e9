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

    def parameters(self, path: str) -> Dict[str, str]:
        """The parameters of the template, as `path` has them."""
        return {name[1:-1]: value for name, value in zip(self.path.split("/"), path.split("/")) if name.startswith("{")}


Segments = Tuple[Optional[str], ...]  # of a template; None is a parameter


def segments_of(path: str) -> Segments:
    return tuple(None if segment.startswith("{") else segment for segment in path.split("/"))


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
        self._templates: Dict[Segments, Dict[str, Route]] = {}
        for described in operations:
            operation = operation_of(described)
            for http in described["http"]:
                route = Route(operation, http["method"], http["path"], http["bind"])
                self._templates.setdefault(segments_of(route.path), {})[route.method] = route
        # Where two templates fit, the one that names the segment is meant, as OpenAPI has it: .../certifications/import is no id.
        self._in_order = sorted(self._templates, key=lambda segments: [segment is None for segment in segments])

    def at(self, path: str) -> Mapping[str, Route]:
        """The routes that `path` means, by method; empty: none."""
        given = path.split("/")
        for segments in self._in_order:
            if len(segments) == len(given) and all(
                    value == segment if segment is not None else value for value, segment in zip(given, segments)):
                return self._templates[segments]
        return {}

    def of(self, method: str, path: str) -> Route:
        """The route of a template."""
        return self._templates[segments_of(path)][method]

    def reads_one_below(self, route: Route) -> bool:
        """Whether a record that is made at the route's path is read at PATH/ID."""
        return "GET" in self._templates.get((*segments_of(route.path), None), ())
