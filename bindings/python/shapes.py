"""The Python types of what JSON Schemas describe: names, annotations, and the code that reads a value."""
import json
import keyword
import re
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

Schema = Dict[str, Any]

PLAIN = {"string": "str", "integer": "int", "boolean": "bool"}
FORMATS = {"uuid": "UUID", "date": "date", "date-time": "datetime", "email": "str", "uri": "str"}
READERS = {"UUID": "UUID({})", "date": "date.fromisoformat({})", "datetime": "instant_from({})"}
KNOWN = {"$schema", "type", "format", "enum", "properties", "required", "items", "description", "default", "pattern",
         "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems", "additionalProperties"}


class Value(NamedTuple):
    """A value's annotation, and the expression that reads it ("{}" stands for the JSON value)."""
    annotation: str
    reader: str


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace(".", "_").replace("-", "_").split("_"))


def attribute(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def sentence(text: str) -> str:
    """A description as a docstring says it."""
    return re.sub(r"\bnull\b", "None", text).replace("\\", "\\\\").replace('"""', "'''")


def is_nullable(schema: Schema) -> bool:
    return isinstance(schema.get("type"), list) and "null" in schema["type"]


def type_of(schema: Schema) -> Optional[str]:
    unknown = set(schema) - KNOWN
    if unknown:
        raise ValueError(f"JSON Schema members that the binding doesn't know: {sorted(unknown)}")
    told = schema.get("type")
    if isinstance(told, list):
        told = [name for name in told if name != "null"]
        if len(told) != 1:
            raise ValueError(f"a value of several types: {told}")
        return str(told[0])
    return told


def optional(schema: Schema, value: Value) -> Value:
    if not is_nullable(schema):
        return value
    reader = value.reader if value.reader == "{}" else f"None if {{}} is None else {value.reader}"
    return Value(f"Optional[{value.annotation}]", reader)


class Shapes:
    """The aliases and dataclasses that the operations' answers need, each made once."""

    def __init__(self, resources: Set[str]) -> None:
        self._taken = {camel(resource) for resource in resources}
        self._classes: Dict[str, str] = {}  # a shape's JSON: its class
        self.aliases: Dict[str, Tuple[str, ...]] = {}
        self.text: List[str] = []

    def choices(self, name: str, resource: str, schema: Schema) -> str:
        """The alias of an enum: named after its member; after its resource, too, where others say it differently."""
        values = tuple(value for value in schema["enum"] if value is not None)
        for alias in (camel(name), camel(resource) + camel(name)):
            if alias not in self._taken and self.aliases.setdefault(alias, values) == values:
                return alias
        raise ValueError(f"{resource}.{name} has a third meaning")

    def nested(self, name: str, owner: str, schema: Schema) -> str:
        """The class of an object within a record."""
        shape = json.dumps(schema["properties"], sort_keys=True)
        if shape not in self._classes:
            plain = camel(name)
            class_name = owner + plain if plain in self._taken or plain in self.aliases else plain
            self.add_class(class_name, owner, name, schema, schema.get("description", f"`{name}` of {owner}."))
            self._classes[shape] = class_name
        return self._classes[shape]

    def known(self, schema: Schema) -> Optional[str]:
        return self._classes.get(json.dumps(schema["properties"], sort_keys=True))

    def read(self, name: str, owner: str, resource: str, schema: Schema) -> Value:
        """How a member of an answer is typed and read."""
        kind = type_of(schema)
        if kind is None:
            return Value("Any", "{}")
        if "enum" in schema:
            return optional(schema, Value(self.choices(name, resource, schema), "{}"))
        if kind == "array":
            item = self.read(name[:-1] if name.endswith("s") else name, owner, resource, schema["items"])
            reader = "tuple({})" if item.reader == "{}" else f"tuple({item.reader.replace('{}', 'item')} for item in {{}})"
            return optional(schema, Value(f"Tuple[{item.annotation}, ...]", reader))
        if kind == "object":
            if not schema.get("properties"):
                return optional(schema, Value("Mapping[str, Any]", "{}"))
            nested = self.nested(name, owner, schema)
            return optional(schema, Value(nested, f"{nested}.from_json({{}})"))
        plain = FORMATS[schema["format"]] if "format" in schema else PLAIN[kind]
        return optional(schema, Value(plain, READERS.get(plain, "{}")))

    def add_class(self, class_name: str, owner: str, resource: str, schema: Schema, doc: str, meta: str = "",
                  written: bool = False) -> None:
        """A frozen dataclass; `meta`: the class of the member beside `data`; `written`: an operation that writes answers it."""
        if class_name in self.aliases or class_name in self._taken and class_name != owner:
            raise ValueError(f"two classes would be called {class_name}")
        self._taken.add(class_name)
        fields, reads = [], []
        for name, member in schema["properties"].items():
            value = self.read(name, class_name, resource, member)
            fields += [f"    {attribute(name)}: {value.annotation}", f'    """{sentence(member.get("description", name))}"""']
            source = f'data["{name}"]' if name in schema.get("required", ()) else f'data.get("{name}")'
            if name not in schema.get("required", ()) and not is_nullable(member):
                fields[-2] = f"    {attribute(name)}: Optional[{value.annotation}]"
                value = optional({"type": ["null"]}, value)
            reads.append(f"{attribute(name)}={value.reader.replace('{}', source)}")
        arguments = "data: Mapping[str, Any]"
        if meta:
            fields += [f"    meta: {meta}", '    """What the engine knows beside the record."""']
            reads.append(f"meta={meta}.from_json(meta)")
            arguments += ", meta: Mapping[str, Any]"
        if written:
            fields += ['    outcome: Outcome = field(default="read", compare=False)', '    """What the call did."""',
                       "    idempotency_key: Optional[str] = field(default=None, compare=False)",
                       '    """The key under which the call may be repeated; None: it was no writing call."""']
            reads += ["outcome=outcome", "idempotency_key=idempotency_key"]
            arguments += ', outcome: Outcome = "read", idempotency_key: Optional[str] = None'
        if len({line.split(":")[0] for line in fields[::2]}) != len(fields) // 2:
            raise ValueError(f"{class_name} would have two members of one name")
        self.text.append("\n".join([
            "@dataclass(frozen=True)", f"class {class_name}:", f'    """{sentence(doc)}"""', "", *fields, "",
            "    @classmethod", f"    def from_json(cls, {arguments}) -> {class_name}:",
            f"        return cls({', '.join(reads)})"]))
