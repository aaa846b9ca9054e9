"""An OpenAPI document as one page of HTML that needs nothing else: operations by resource, records, errors, and a form to try
each operation. What the document says is escaped wherever it goes; only `Markup` is not."""
from __future__ import annotations

import base64
import hashlib
import json
import re
import shlex
from html import escape
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Tuple, Union

Json = Mapping[str, Any]

STYLE = Path(__file__).with_name("openapi_page.css").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_name("openapi_page.js").read_text(encoding="utf-8")


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


CONTENT_SECURITY_POLICY = (f"default-src 'none'; style-src {_allowed(STYLE)}; script-src {_allowed(SCRIPT)}; connect-src 'self'; "
                           "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")


class Markup(str):
    """Text that is HTML already."""


VOID = {"input", "meta"}


def element(name: str, /, *inner: str, **attributes: Union[str, bool]) -> Markup:
    """An element; class_ stands for class, and _ in a name for -. An attribute that is True has no value."""
    told = "".join(f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
                   for key, value in attributes.items() if value is not False)
    content = "".join(text if isinstance(text, Markup) else escape(text) for text in inner)
    return Markup(f"<{name}{told}>" if name in VOID else f"<{name}{told}>{content}</{name}>")


def prose(text: str) -> Markup:
    """Text with `code` in it."""
    parts = re.split(r"`([^`]*)`", text)
    return Markup("".join(element("code", part) if place % 2 else escape(part) for place, part in enumerate(parts)))


def bullets(text: str) -> Markup:
    lines = text.split("\n")
    return element("ul", *(element("li", prose(line[2:])) for line in lines)) if text.startswith("- ") else element("p", prose(text))


def table(headings: Tuple[str, ...], rows: List[List[Markup]]) -> Markup:
    head = element("thead", element("tr", *(element("th", heading, scope="col") for heading in headings)))
    body = element("tbody", *(element("tr", *(element("td", cell) for cell in row)) for row in rows))
    return element("div", element("table", head, body), class_="table")


def type_of(schema: Json) -> Markup:
    """A schema's type in words, with its bounds."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return element("a", name, href=f"#schema-{name}")
    kinds = schema.get("type", "any")
    words: List[str] = [kinds] if isinstance(kinds, str) else list(kinds)
    if schema.get("type") == "array":
        return Markup(f"array of {type_of(schema['items'])}")
    if "format" in schema:
        words[0] += f" ({schema['format']})"
    text = [escape(" or ".join(words))]
    low, high = schema.get("minimum", schema.get("minLength")), schema.get("maximum", schema.get("maxLength"))
    if low is not None and high is not None and "format" not in schema:
        text.append(element("span", f"{low} to {high}" + (" bytes" if "maxLength" in schema else ""), class_="bounds"))
    if "enum" in schema:
        text.append(element("span", *(element("code", str(value)) for value in schema["enum"]), class_="choices"))
    return Markup(" ".join(text))


def members(schema: Json, path: str = "") -> Iterator[List[Markup]]:
    """A row a member, those of inner objects below it."""
    for name, member in schema.get("properties", {}).items():
        whole = path + name
        mark = [element("span", "required", class_="required")] if name in schema.get("required", ()) else []
        default = [element("span", "default ", element("code", json.dumps(member["default"])), class_="bounds")] \
            if "default" in member else []
        yield [Markup(element("code", whole) + " " + "".join(mark)), type_of(member),
               Markup(prose(member.get("description", "")) + " " + "".join(default))]
        if member.get("type") == "array":
            yield from members(member["items"], f"{whole}[].")
        else:
            yield from members(member, f"{whole}.")


class Page:
    def __init__(self, document: Json) -> None:
        self._document = document
        self._server: str = document["servers"][0]["url"].rstrip("/")
        self._by_tag: Dict[str, List[Tuple[str, str, Json]]] = {tag["name"]: [] for tag in document["tags"]}
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                self._by_tag[operation["tags"][0]].append((method.upper(), path, operation))

    def _resolved(self, schema: Json) -> Json:
        """What a reference within the document names; anything else is itself."""
        found: Any = self._document
        if "$ref" not in schema:
            return schema
        for name in schema["$ref"].split("/")[1:]:
            found = found[name]
        resolved: Json = found
        return resolved

    def html(self) -> str:
        info = self._document["info"]
        title = f"{info['title']} {info['version']}"
        head = element("head", element("meta", charset="utf-8"), element("title", title),
                       element("meta", name="viewport", content="width=device-width, initial-scale=1"),
                       element("style", Markup(STYLE)))
        body = element("body", self._top(info), element("div", self._contents(), self._main(), class_="columns"),
                       element("script", Markup(SCRIPT)), data_server=self._server)
        return "<!doctype html>\n" + element("html", head, body, lang="en")

    @staticmethod
    def _top(info: Json) -> Markup:
        token = element("label", element("span", "Token"), element("input", id="token", type="password", autocomplete="off",
                                                                   placeholder="for trying out; kept in this page alone"))
        return element("header", element("div", element("h1", info["title"], " ", element("small", info["version"])),
                                         element("p", prose(info["summary"]))), token)

    def _contents(self) -> Markup:
        groups = [element("div", element("a", name.replace("_", " "), href=f"#{name}", class_="group"), *(
            element("a", element("b", method, class_=method.lower()), operation["operationId"].partition(".")[2],
                    href=f"#{operation['operationId']}", title=operation["summary"], data_text=self._text(method, path, operation))
            for method, path, operation in operations)) for name, operations in self._by_tag.items()]
        more = element("div", *(element("a", name, href=f"#{name.lower()}", class_="group") for name in ("Errors", "Records")))
        return element("nav", element("input", id="filter", type="search", placeholder="Filter: a word or a path",
                                      aria_label="Filter operations"), *groups, more, aria_label="Operations")

    @staticmethod
    def _text(method: str, path: str, operation: Json) -> str:
        """What the filter looks in."""
        return f"{method} {path} {operation['operationId']} {operation['summary']}".lower()

    def _main(self) -> Markup:
        sections = [element("section", element("h2", name.replace("_", " "), id=name),
                            *(self._operation(*told) for told in operations)) for name, operations in self._by_tag.items()]
        return element("main", element("p", prose(self._document["info"]["description"]), " ", element(
            "a", "openapi.json", href=f"{self._server}/openapi.json"), class_="lead"), *sections, self._errors(), self._records())

    def _operation(self, method: str, path: str, operation: Json) -> Markup:
        parameters = [self._resolved(parameter) for parameter in operation["parameters"]]
        summary = element("summary", element("b", method, class_=method.lower()), element("code", self._server + path),
                          element("span", operation["summary"]))
        parts = [element("p", element("code", operation["operationId"]), " ", prose(operation["description"]))]
        if parameters:
            parts += [element("h3", "Parameters"), table(("name", "in", "type", "meaning"), [
                [Markup(element("code", told["name"])
                        + (element("span", " required", class_="required") if told.get("required") else "")),
                 Markup(told["in"]), type_of(told["schema"]), prose(told.get("description", ""))] for told in parameters])]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            parts += [element("h3", "Body"), table(("member", "type", "meaning"), list(members(body["schema"])))]
        parts += [element("h3", "Answers"), self._answers(operation["responses"]),
                  element("h3", "From the shell"), element("pre", self._curl(method, path, parameters, body), class_="curl"),
                  element("h3", "Try it"), self._form(method, path, parameters, body)]
        return element("details", summary, element("div", *parts, class_="inside"), id=operation["operationId"],
                       data_text=self._text(method, path, operation))

    def _answers(self, responses: Json) -> Markup:
        rows = []
        for status, response in responses.items():
            told = self._resolved(response)
            if int(status) >= 500:
                continue
            media, = told["content"].values()
            shape = media["schema"]
            kind = element("div", type_of(shape)) if int(status) >= 400 else self._shape(shape)
            headers = "".join(element("code", name) + " " for name in told.get("headers", {}))
            rows.append([element("b", status, class_="ok" if int(status) < 400 else "refused"),
                         bullets(told["description"]), Markup(kind + headers)])
        rows.append([element("b", "5xx", class_="refused"),
                     Markup('What <a href="#errors">may befall any call</a>: a lock, a disk.'), Markup("")])
        return table(("status", "means, and what to do", "answer and headers"), rows)

    @staticmethod
    def _shape(schema: Json) -> Markup:
        """An answer's members and what they are."""
        if "$ref" in schema:
            return element("div", type_of(schema))
        return Markup("".join(element("div", element("code", name), " ", type_of(member))
                              for name, member in schema["properties"].items()))

    def _curl(self, method: str, path: str, parameters: List[Json], body: Any) -> str:
        filled = path
        for told in parameters:
            if told["in"] == "path":
                filled = filled.replace(f"{{{told['name']}}}", str(told.get("example", told["name"])))
        query = "&".join(f"{told['name']}={told.get('example', '…')}" for told in parameters
                         if told["in"] == "query" and told.get("required"))
        line = f"curl {'' if method == 'GET' else f'-X {method} '}'ORIGIN{self._server}{filled}{'?' + query if query else ''}'"
        line += " \\\n  -H 'Authorization: Bearer TOKEN'"
        if any(told["name"] == "Idempotency-Key" for told in parameters):
            line += " \\\n  -H 'Idempotency-Key: KEY'"
        if body:
            sent = shlex.quote(json.dumps(body["example"], ensure_ascii=False))
            line += f" \\\n  -H 'Content-Type: application/json' \\\n  -d {sent}"
        return line

    @staticmethod
    def _form(method: str, path: str, parameters: List[Json], body: Any) -> Markup:
        fields = [element("label", element("span", told["name"]), element(
            "input", name=told["name"], data_in=told["in"], required=bool(told.get("required")), autocomplete="off",
            placeholder=str(told.get("example", "")))) for told in parameters]
        if body:
            fields.append(element("label", element("span", "Body"), element(
                "textarea", json.dumps(body["example"], ensure_ascii=False, indent=2), name="body", rows="6", spellcheck="false")))
        return element("form", *fields, element("button", "Send", type="submit"),
                       element("output", class_="told"), data_method=method, data_path=path)

    def _errors(self) -> Markup:
        shared = self._document["components"]["responses"]
        rows: Dict[str, List[str]] = {}
        for name, response in shared.items():
            lines = rows.setdefault(name.partition(".")[0], [])
            lines += [line for line in response["description"].split("\n") if line not in lines]
        return element("section", element("h2", "Errors", id="errors"), element("p", "Every refusal is a ", element(
            "a", "Problem", href="#schema-Problem"), "; its code never changes, its detail says what to do."),
            table(("status", "code, and what to do"), [[element("b", status, class_="refused"), bullets("\n".join(lines))]
                                                       for status, lines in sorted(rows.items())]))

    def _records(self) -> Markup:
        schemas = self._document["components"]["schemas"]
        return element("section", element("h2", "Records", id="records"), *(
            element("details", element("summary", element("code", name), element("span", schema.get("description", ""))),
                    element("div", table(("member", "type", "meaning"), list(members(schema))), class_="inside"),
                    id=f"schema-{name}", data_text=name.lower()) for name, schema in schemas.items()))


def page(document: Json) -> str:
    """The page of an OpenAPI document; CONTENT_SECURITY_POLICY goes with it."""
    return Page(document).html()
