"""Writes the package's typed modules from what the library says of itself (certlite_describe), when the package is built:
error codes, records and operations. Made then rather than on import, they are ordinary Python that type checkers and
editors read; not being checked in, they are no second table."""
import json
from typing import Any, Dict, List, NamedTuple

from shapes import FORMATS, PLAIN, Schema, Shapes, attribute, camel, is_nullable, sentence, type_of

NOTE = "Made from certlite_describe when the package was built."
IMPORTS = """from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Mapping, Optional, Tuple
from uuid import UUID

from ._wire import instant_from
"""
CALL_ARGUMENTS = {"as_of": "Optional[date]", "known_at": "Optional[datetime]"}
CALL_DOCS = {"as_of": "The day that validity is told for; left out: today, UTC.",
             "known_at": "Answer what was known at that instant; left out: now."}
# Where a code's class would be called otherwise than Python's people look for it.
CLASS_NAMES = {"invalid": "ValidationError"}


class Answer(NamedTuple):
    """What an operation answers: a class, of one or of pages."""
    class_name: str
    paged: bool
    enveloped: bool  # {"data":..., "meta":...}


def codes_module(codes: List[Dict[str, Any]]) -> str:
    classes = ["UsageError", "RequestError", "StateError", "OperationalError", "LibraryError"]
    conflicts = [code for code in codes if code["code"] == "conflict"]  # first: the others of its HTTP status are its kinds
    rest = [code for code in codes if code["code"] != "conflict"]
    text, names = [], []
    for code in conflicts + rest:
        name = CLASS_NAMES.get(code["code"], camel(code["code"]) + "Error")
        base = classes[-code["status"] // 100 - 1]
        if code["http"] in (409, 412) and code["code"] != "conflict":
            base = "ConflictError"
        names.append(name)
        text.append(f'class {name}({base}):\n    """{sentence(code["title"])}. {sentence(code["advice"])}"""\n\n'
                    f'    code = "{code["code"]}"\n    advice = {json.dumps(code["advice"])}\n\n\nBY_STATUS[{code["status"]}] = {name}\n')
    return (f'"""A class for every error code of the engine. {NOTE}"""\n'
            f"from .errors import BY_STATUS, {', '.join(classes)}\n\n\n" + "\n\n".join(text)
            + f"\n__all__ = {sorted(names)!r}\n")


class Operations:
    """Every operation's answer, and the classes of resources."""

    def __init__(self, described: Dict[str, Any]) -> None:
        self.operations = described["operations"]
        self.import_options = described["import_options"]
        self.resources: Dict[str, List[Dict[str, Any]]] = {}
        for operation in self.operations:
            self.resources.setdefault(operation["name"].split(".")[0], []).append(operation)
        self.shapes = Shapes(set(self.resources))
        self.shapes.aliases["Outcome"] = tuple(dict.fromkeys(
            outcome for operation in self.operations for outcome in operation["outcomes"]))
        self.shapes.aliases["Importable"] = tuple(
            operation["name"] for operation in self.operations if operation["importable"])
        self.answers: Dict[str, Answer] = {}
        for resource, operations in self.resources.items():
            self._answers_of(resource, operations)

    def _answers_of(self, resource: str, operations: List[Dict[str, Any]]) -> None:
        made: Dict[str, str] = {}
        forms = [(operation, *self._form_of(operation["response"])) for operation in operations]
        for operation, data, meta, paged, enveloped in forms:
            shape = repr((data["properties"], meta["properties"]))
            if shape not in made:
                # The engine itself is a class of the package.
                own_name = not made and resource != "engine"
                name = camel(resource) if own_name else camel(operation["name"])
                beside = f"{name}Meta" if meta["properties"] else ""
                if beside:
                    self.shapes.add_class(beside, beside, resource, meta, f"What the engine knows beside {name}.")
                written = any(other["writes"] and repr((d["properties"], m["properties"])) == shape
                              for other, d, m, *_ in forms)
                self.shapes.add_class(name, camel(resource), resource, data, f"What {operation['name']} answers.", beside,
                                      written)
                made[shape] = name
            self.answers[operation["name"]] = Answer(made[shape], paged, enveloped)

    @staticmethod
    def _form_of(response: Schema) -> Any:
        members = response["properties"]
        empty: Schema = {"properties": {}}
        if "data" not in members:
            return response, empty, False, False
        if "page" in members:
            return members["data"]["items"], members["meta"]["items"], True, True
        return members["data"], members["meta"], False, True

    def argument(self, name: str, resource: str, schema: Schema) -> str:
        """How a member of a request is typed."""
        kind = type_of(schema)
        if "enum" in schema:
            text = self.shapes.choices(name, resource, schema)
        elif kind == "array":
            text = f"Sequence[{self.argument(name, resource, schema['items'])}]"
        elif kind == "object":
            known = self.shapes.known(schema) if "properties" in schema else None
            text = f"Union[{known}, Mapping[str, Any]]" if known else "Mapping[str, Any]"
        else:
            text = FORMATS[schema["format"]] if "format" in schema else PLAIN[str(kind)]
            text = "Id" if text == "UUID" else text
        return f"Optional[{text}]" if is_nullable(schema) else text

    def records_module(self) -> str:
        text = "\n\n\n".join(self.shapes.text)
        aliases = "\n".join(f"{name} = Literal[{', '.join(map(json.dumps, values))}]"
                            for name, values in self.shapes.aliases.items())
        names = f"__all__ = {self.names()!r}"
        return f'"""What the engine answers, as frozen dataclasses. {NOTE}"""\n{IMPORTS}\n{names}\n\n{aliases}\n\n\n{text}\n'

    def method(self, operation: Dict[str, Any]) -> str:
        resource, verb = operation["name"].split(".")
        answer = self.answers[operation["name"]]
        request = operation["request"]
        required = request.get("required", [])
        members = request["properties"]
        positional: List[str] = []
        named: List[str] = []
        docs: List[str] = []
        for name in sorted(members, key=lambda name: name not in required):
            member = members[name]
            argument = f"{attribute(name)}: {self.argument(name, resource, member)}"
            if name not in required:
                argument = f"{attribute(name)}: Union[{self.argument(name, resource, member)}, Omitted] = OMITTED"
            (positional if name == "id" and name in required else named).append(argument)
            docs.append(f"            {attribute(name)}: {sentence(member.get('description', name))}")
        for name in operation["call"]:
            named.append(f"{name}: {CALL_ARGUMENTS[name]} = None")
            docs.append(f"            {name}: {CALL_DOCS[name]}")
        given = ", ".join(f'"{name}": {attribute(name)}' for name in members)
        call = "".join(f", {name}={name}" for name in operation["call"])
        if operation["writes"]:
            named.append("idempotency_key: Optional[str] = None")
            docs.append("            idempotency_key: One key, one effect; left out: a random one, told in the answer.")
            call += ", idempotency_key=idempotency_key"
        returns, kind = answer.class_name, "_write" if operation["writes"] else "_read"
        if answer.paged:
            returns, kind = f"Listing[{answer.class_name}]", "_list"
        reader = f"{answer.class_name}.from_json"
        if not answer.enveloped:
            kind = "_read_plain"
        head = ", ".join(["self", *positional, *(["*", *named] if named else [])])
        body = "\n".join(["", "", "        Args:", *docs]) if docs else ""
        tail = f"{body}\n        " if body else ""
        return (f"    def {attribute(verb)}({head}) -> {returns}:\n        \"\"\"{sentence(operation['summary'])}{tail}\"\"\"\n"
                f"        return self.{kind}({reader}, \"{operation['name']}\", {{{given}}}{call})")

    def import_method(self) -> str:
        options = self.import_options["properties"]
        named = [f"{name}: Union[{self.argument(name, 'import', option)}, Omitted] = OMITTED"
                 for name, option in options.items()]
        docs = [f"            {name}: {sentence(option['description'])}" for name, option in options.items()]
        given = ", ".join(f'"{name}": {name}' for name in options)
        return "\n".join([
            "    def import_lines(self, operation: Importable, lines: Iterable[Line], *, "
            "progress: Optional[Callable[[Progress], object]] = None, "
            "on_result: Optional[Callable[[LineResult], object]] = None, "
            f"cancel: Optional[Cancellation] = None, {', '.join(named)}) -> ImportReport:",
            '        """Runs an operation that writes on each line; run again, it makes nothing twice.', "", "        Args:",
            "            operation: Such as \"certification.import\".",
            "            lines: JSON texts, or mappings that become such; a file opened in binary mode is one, too.",
            "            progress: Called after each of the calls that the lines are cut into.",
            "            on_result: Called with what became of each line, in their order.",
            "            cancel: Ends the import from another thread; what was reported before it stays.", *docs,
            '        """',
            f"        return run_import(self, operation, lines, {{{given}}}, progress, on_result, cancel)"])

    def operations_module(self) -> str:
        classes, properties = [], []
        for resource, operations in self.resources.items():
            plural = self.plural(operations)
            methods = "\n\n".join(self.method(operation) for operation in operations)
            name = f"{camel(resource)}Operations"
            doc = f"The operations {resource}.*"
            classes.append(f'class {name}(Resource):\n    """{doc}"""\n\n{methods}')
            properties.append(f'    @property\n    def {plural}(self) -> {name}:\n        """{doc}"""\n        return {name}(self)')
        body = "\n\n\n".join(classes)
        session = "\n\n".join([*properties, self.import_method()])
        return (f'"""Every operation of the engine, as methods. {NOTE}"""\nfrom __future__ import annotations\n\n'
                "from datetime import date, datetime\nfrom typing import Any, Callable, Iterable, Mapping, Optional, "
                "Sequence, Union\n\nfrom ._import import ImportReport, Line, LineResult, Progress, "
                "run_import\nfrom ._resource import Cancellation, Caller, Listing, Resource\n"
                f"from ._wire import OMITTED, Id, Omitted\nfrom .records import {', '.join(self.names())}\n\n\n{body}\n\n\n"
                f'class Operations(Caller):\n    """What a session can do."""\n\n{session}\n')

    def names(self) -> List[str]:
        classes = {line.split()[1].rstrip(":") for text in self.shapes.text for line in text.splitlines()
                   if line.startswith("class ")}
        return sorted(classes | set(self.shapes.aliases))

    @staticmethod
    def plural(operations: List[Dict[str, Any]]) -> str:
        """What the web API calls the resource: the last name in the path of its list, or of its first operation."""
        listing = [operation for operation in operations if operation["name"].endswith(".list")]
        paths = (listing or operations)[0]["http"][0]["path"].split("/")
        if not listing:
            paths = paths[:3]
        return attribute(paths[-1].replace("-", "_"))


def modules_of(described: Dict[str, Any]) -> Dict[str, str]:
    """File names and texts."""
    operations = Operations(described)
    operations_text = operations.operations_module()  # first: the requests have enums of their own
    return {"codes.py": codes_module(described["codes"]), "operations.py": operations_text,
            "records.py": operations.records_module()}
