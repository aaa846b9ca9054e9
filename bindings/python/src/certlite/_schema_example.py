"""A value that a JSON Schema allows, for examples."""
from __future__ import annotations

import re
from typing import Any, Dict, Mapping, Optional

FORMATS = {"uuid": "0190a000-0000-7000-8000-000000000001", "date": "2025-03-01", "date-time": "2025-03-01T08:00:00.000Z",
           "email": "ada@example.org", "uri": "https://example.org/1"}
HASH = "0" * 64


def example_of(name: str, schema: Mapping[str, Any]) -> Optional[Any]:
    """None: nothing comes to mind."""
    if "default" in schema:
        return schema["default"]
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "string":
        return text_of(name, schema)
    if kind == "integer":
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return True
    if kind == "array":
        item = example_of(name, schema["items"])
        return [] if item is None else [item]
    return object_of(schema) if kind == "object" else None


def text_of(name: str, schema: Mapping[str, Any]) -> Optional[str]:
    if "format" in schema:
        return FORMATS.get(schema["format"])
    words = name.replace("_", " ").capitalize()
    texts = [words, words.lower().replace(" ", "-"), "application/pdf", HASH, f"1:{HASH}"]
    return next((text for text in texts if re.search(schema.get("pattern", ""), text)), None)


def object_of(schema: Mapping[str, Any]) -> Dict[str, Any]:
    """The members that are required; if none is, the first that is no reference and no condition."""
    properties = schema.get("properties", {})
    required = schema.get("required") or [name for name, member in properties.items()
                                          if name != "if_revision" and member.get("format") != "uuid"][:1]
    return {name: example for name in required for example in [example_of(name, properties[name])] if example is not None}
