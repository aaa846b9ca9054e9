"""The HTTP API as an OpenAPI 3.1 document, made from what the library says of itself.

    document(certlite.describe())
"""
from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Set, Tuple

from ._abi import constant
from ._http_request import CALL, INSTANT, REFUSALS
from ._routes import Route, Routes, status_of
from ._schema_example import example_of, object_of

Json = Dict[str, Any]

JSON, PROBLEM = "application/json", "application/problem+json"
CALL_TEXTS = {"as_of": "The day that validity is told for; left out: today, UTC.",
              "known_at": "Answer what was known at that instant; left out: now."}
OUTCOME_TEXTS = {
    "created": "It was made.",
    "exists": "It was there already, with the same content; nothing was written.",
    "updated": "It was changed.",
    "unchanged": "There was nothing to change.",
    "replayed": "The key was used before for the same request: the same bytes as then.",
    "read": "What is there.",
}
HEADERS: Mapping[str, Json] = {
    "ETag": {"description": "The record's revision in quotes, as If-Match takes it.", "schema": {"type": "string"}},
    "Location": {"description": "Where the record is read.", "schema": {"type": "string", "format": "uri-reference"}},
    "Idempotency-Replayed": {"description": "`true`: this is the answer to an earlier call with the same key.",
                             "schema": {"type": "string", "enum": ["true"]}},
}
PROBLEM_SCHEMA: Json = {
    "type": "object", "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "urn:certlite:problem:CODE"},
        "title": {"type": "string", "description": "The code in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "code": {"type": "string", "description": "What went wrong; it never changes."},
        "detail": {"type": "string", "description": "What went wrong this time and what to do."},
        "violations": {
            "type": "array", "description": "Every rule that the request breaks.",
            "items": {"type": "object", "required": ["rule", "pointer", "detail"], "properties": {
                "rule": {"type": "string", "description": "The rule's name."},
                "pointer": {"type": "string", "description": "Where in the request, a JSON pointer (RFC 6901)."},
                "detail": {"type": "string", "description": "What is wrong and what to do."}}}}}}


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in re.split("[._]", name))


def without_null(schema: Mapping[str, Any]) -> Json:
    """The schema of a value that can't be null, as in a query."""
    plain = {name: value for name, value in schema.items() if name != "description"}
    if isinstance(plain.get("type"), list):
        plain["type"], = [kind for kind in plain["type"] if kind != "null"]
    return plain


class Errors:
    """The problems that operations answer, as responses that they share."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        own = {rule for operation in described["operations"] for rule in operation["rules"]}
        self._codes = {code["code"]: code for code in described["codes"]}
        self._code_of = {rule["rule"]: rule["code"] for rule in described["rules"]}
        self._anywhere = [rule for rule in self._code_of if rule not in own]
        # The surroundings may fail any call; nobody cancels one that comes by HTTP.
        self._surroundings = [code["code"] for code in described["codes"] if code["status"] <= constant("E_BUSY")
                              and code["status"] != constant("E_CANCELLED")]
        self.responses: Json = {}

    def of(self, operation: Mapping[str, Any], method: str) -> Json:
        """The responses of one operation that refuse."""
        rules = [rule for rule in self._anywhere if operation["writes"] or not rule.startswith("idempotency_key.")]
        codes = dict.fromkeys([*(self._code_of[rule] for rule in [*rules, *operation["rules"]]), *self._surroundings])
        by_status: Dict[int, List[Tuple[str, str, str]]] = {}
        for code in codes:
            told = self._codes[code]
            by_status.setdefault(told["http"], []).append((code, told["title"], told["advice"]))
        for code, refusal in REFUSALS.items():
            if code in ("bad_request", "unauthenticated") or code == "unsupported_media_type" and method != "GET":
                by_status.setdefault(refusal.status, []).append((code, refusal.title, "The detail says what to do."))
        return {str(status): self._shared(status, sorted(told)) for status, told in sorted(by_status.items())}

    def _shared(self, status: int, told: List[Tuple[str, str, str]]) -> Json:
        name = ".".join([str(status), *(code for code, *_ in told if status < 500)])  # the surroundings are everybody's
        headers = {401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
                   503: {"Retry-After": {"description": "Of `busy`: seconds.", "schema": {"type": "integer"}}}}.get(status)
        self.responses[name] = {
            "description": "\n".join(f"- `{code}`: {title}. {advice}" for code, title, advice in told),
            **({"headers": headers} if headers else {}),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        return {"$ref": f"#/components/responses/{name}"}


class Records:
    """The schemas of what operations answer: each shape stands once, under the name of its resource or its operation."""

    def __init__(self) -> None:
        self.schemas: Json = {"Problem": PROBLEM_SCHEMA}

    def reference(self, schema: Mapping[str, Any], *names: str) -> Json:
        """A reference to the schema, under the first of the names that is free or means the same."""
        plain = {name: value for name, value in schema.items() if name != "$schema"}
        name = next(name for name in names if self.schemas.setdefault(name, plain) == plain)
        return {"$ref": f"#/components/schemas/{name}"}

    def answer(self, operation: Mapping[str, Any]) -> Json:
        """The schema of the operation's answer."""
        name = operation["name"]
        resource, own = camel(name.split(".")[0]), camel(name)
        schema = {key: value for key, value in operation["response"].items() if key != "$schema"}
        if "data" not in schema["properties"]:
            return self.reference(schema, resource, own)
        names = {"data": (resource, own), "meta": (f"{resource}Meta", f"{own}Meta"), "page": ("Page",)}
        return {**schema, "properties": {member: self._shared(told, *names[member])
                                         for member, told in schema["properties"].items()}}

    def _shared(self, schema: Mapping[str, Any], *names: str) -> Json:
        """A member of an answer: a reference, or an array of them; what has no members stays as it is."""
        if schema.get("type") == "array":
            return {**schema, "items": self._shared(schema["items"], *names)}
        return self.reference(schema, *names) if schema.get("properties") else dict(schema)


def operation_id(operation: str, place: int, http: Mapping[str, Any]) -> str:
    """The operation's name; at its second route its reach tells which one is meant."""
    return f"{operation}.{http['reach']}" if place else operation


def parameters(operation: Mapping[str, Any], route: Route) -> List[Json]:
    properties = operation["request"]["properties"]
    told: List[Json] = []
    for name, member in route.bind.items():
        told.append({"name": name, "in": "path", "required": True, **described_value(member, properties[member])})
    if route.method == "GET":
        for member, schema in properties.items():
            if member not in route.bind.values():
                told.append({"name": member, "in": "query", "required": member in operation["request"].get("required", ()),
                             **described_value(member, schema)})
    told += [{"$ref": f"#/components/parameters/{name}"} for name in CALL if name in operation["call"]]
    if operation["writes"]:
        told.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if "if_revision" in properties:
        told.append({"$ref": "#/components/parameters/IfMatch"})
    return told


def described_value(name: str, schema: Mapping[str, Any]) -> Json:
    """A parameter's schema, text and example."""
    plain = without_null(schema)
    told: Json = {"schema": plain}
    if "description" in schema:
        told["description"] = schema["description"]
    example = example_of(name, plain)
    if example is not None and "default" not in plain and "enum" not in plain:
        told["example"] = example
    return told


def request_body(operation: Mapping[str, Any], route: Route) -> Json:
    bound = set(route.bind.values())
    whole = operation["request"]
    schema = {name: value for name, value in whole.items() if name != "$schema"}
    schema["properties"] = {name: value for name, value in whole["properties"].items() if name not in bound}
    required = [name for name in whole.get("required", ()) if name not in bound]
    schema.pop("required", None)
    if required:
        schema["required"] = required
    content = {"schema": schema, "example": object_of(schema)}
    return {"required": bool(required), "content": {JSON: content}}


def answers(operation: Mapping[str, Any], route: Route, answer: Json, has_location: bool) -> Json:
    """The responses of one operation that don't refuse."""
    told: Dict[int, List[str]] = {}
    for outcome in operation["outcomes"]:
        told.setdefault(status_of(outcome, route.operation), []).append(outcome)
    responses = {}
    for status, outcomes in sorted(told.items()):
        headers: Set[str] = set()
        if route.operation.answers_a_revision:
            headers.add("ETag")
        if "replayed" in outcomes:
            headers.add("Idempotency-Replayed")
        if status == 201 and has_location:
            headers.add("Location")
        responses[str(status)] = {
            "description": "\n".join(f"- `{outcome}`: {OUTCOME_TEXTS.get(outcome, '')}" for outcome in outcomes),
            **({"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(headers)}} if headers else {}),
            "content": {JSON: {"schema": answer}}}
    return responses


def paths(described: Mapping[str, Any], records: Records, errors: Errors) -> Json:
    routes = Routes(described["operations"])
    told: Json = {}
    for operation in described["operations"]:
        if not operation["http"]:
            continue
        answer = records.answer(operation)
        for place, http in enumerate(operation["http"]):
            route = routes.of(http["method"], http["path"])
            item: Json = {
                "operationId": operation_id(operation["name"], place, http),
                "tags": [operation["name"].split(".")[0]],
                "summary": operation["summary"],
                "description": permission(operation, http),
                "security": [{"bearer": [operation["scope"]] if operation["scope"] else []}],
                "parameters": parameters(operation, route),
                "responses": {**answers(operation, route, answer, routes.reads_one_below(route)),
                              **errors.of(operation, route.method)},
            }
            if route.method != "GET":
                item["requestBody"] = request_body(operation, route)
            told.setdefault(route.path, {})[route.method.lower()] = item
    return told


def permission(operation: Mapping[str, Any], http: Mapping[str, Any]) -> str:
    reach = {"self": "the user's own memberships are enough", "organization": "over the organization",
             "system": "of the system"}[http["reach"]]
    scope = f"Scope `{operation['scope']}`" if operation["scope"] else "No scope"
    return f"{scope}; reach `{http['reach']}`: {reach}."


def shared_parameters(limits: Mapping[str, Any]) -> Json:
    schemas = {"as_of": {"type": "string", "format": "date"},
               "known_at": {"type": "string", "format": "date-time", "pattern": f"^{INSTANT.pattern}$"}}
    told: Json = {name: {"name": name, "in": "query", "description": CALL_TEXTS[name], "schema": schemas[name]} for name in CALL}
    told["IdempotencyKey"] = {
        "name": "Idempotency-Key", "in": "header",
        "description": "Your name for this request: sent again with the same key, it does nothing twice and answers the same.",
        "schema": {"type": "string", "minLength": 1, "maxLength": limits["idempotency_key_bytes_max"],
                   "pattern": "^[!-~]+$"}}
    told["IfMatch"] = {
        "name": "If-Match", "in": "header",
        "description": "The revision that the record must still be at, as ETag told it: if_revision said as a header; give one of "
                       "them.",
        "schema": {"type": "string", "pattern": r'^(\*|"[1-9][0-9]{0,14}")$'}}
    return told


def document(described: Mapping[str, Any], server: str = "/") -> Json:
    """The OpenAPI document of the API at `server`, from what certlite.describe() answers."""
    library = described["library"]
    records, errors = Records(), Errors(described)
    told = paths(described, records, errors)
    resources = dict.fromkeys(operation["name"].split(".")[0] for operation in described["operations"])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Certlite", "version": library["version"],
                 "summary": "The certification records of a workforce.",
                 "description": "Made from what the library says of itself. Every refusal is a problem document (RFC 9457).",
                 "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": server}],
        "tags": [{"name": resource, "description": f"The operations {resource}.*"} for resource in resources],
        "paths": told,
        "components": {
            "schemas": dict(sorted(records.schemas.items())),
            "responses": dict(sorted(errors.responses.items())),
            "parameters": shared_parameters(library["limits"]),
            "headers": dict(HEADERS),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description":
                                           "Scopes: " + ", ".join(f"`{scope}`" for scope in described["scopes"]) + "."}},
        },
    }
