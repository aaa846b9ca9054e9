"""Replays the golden vectors over the WSGI application, byte for byte. What HTTP can't say goes to the engine by itself, and
stands in not_http.json; the list is checked."""
import json
import re
import unittest
from pathlib import Path
from urllib.parse import quote

import certlite
import vectors_test
from certlite.http import Application
from wsgi import call, principal_of, token_of

OPERATIONS = {operation["name"]: operation for operation in certlite.describe()["operations"]}
STATUSES = {code["code"]: code["http"] for code in certlite.describe()["codes"]}


class NotHttp(Exception):
    """HTTP can't say this."""


def query_texts(value, schema):
    """The texts by which a query says `value`; each is read as `schema` has it."""
    kind = schema.get("type")
    if kind == "array" and isinstance(value, list) and value:
        return [query_texts(item, schema["items"])[0] for item in value]
    kinds = kind if isinstance(kind, list) else [kind]
    if isinstance(value, bool) and "boolean" in kinds or type(value) is int and "integer" in kinds:
        return [json.dumps(value)]
    if not isinstance(value, str) or kind == "array":
        raise NotHttp
    if "integer" in kinds and re.fullmatch("-?(0|[1-9][0-9]*)", value) or "boolean" in kinds and value in ("true", "false"):
        raise NotHttp
    return [value]


def without(text, member, value):
    """A request's text without one of its members, otherwise as it stands."""
    found = re.findall(rf'"{member}"\s*:\s*{re.escape(json.dumps(value))}\s*,?', text)
    if len(found) != 1:
        raise NotHttp
    return re.sub(r",(\s*})$", r"\1", text.replace(found[0], "", 1))


def http_of(step):
    """Method, target and body that say the same as the step."""
    operation = OPERATIONS.get(step["operation"])
    try:
        request = json.loads(vectors_test.text_of(step))
    except ValueError:
        request = None
    members = request if isinstance(request, dict) else {}
    routes = [route for route in operation["http"] if all(isinstance(members.get(member), str) and members[member]
                                                          for member in route["bind"].values())] if operation else []
    if not vectors_test.text_of(step).strip():  # which is {} here
        raise NotHttp
    if not routes or not set(step) & {"as_of", "known_at"} <= set(operation["call"]):
        raise NotHttp
    route = routes[0]
    path = re.sub(r"{(\w+)}", lambda found: quote(members[route["bind"][found[1]]], safe=""), route["path"])
    if "%2F" in path:  # WSGI has paths decoded
        raise NotHttp
    query = [(name, step[name]) for name in ("as_of", "known_at") if name in step]
    if route["method"] != "GET":
        text = vectors_test.text_of(step)
        for member in route["bind"].values():
            text = without(text, member, members[member])
        return route["method"], path, query, text.encode()
    if "request_text" in step:
        raise NotHttp
    for name, value in members.items():
        if name not in route["bind"].values():
            query += [(name, text) for text in query_texts(value, operation["request"]["properties"].get(name, {}))]
    return "GET", path, query, b""


class Golden(vectors_test.Vectors):
    def setUp(self):
        self.not_http = {}

    def told(self, engine, step, place):
        try:
            method, path, query, body = http_of(step)
        except NotHttp:
            self.not_http.setdefault(place[0], []).append(place[1])
            return super().told(engine, step, place)
        headers = {"Authorization": f"Bearer {token_of(step['principal'])}"}
        if "key" in step:
            headers["Idempotency-Key"] = step["key"]
        application = Application(engine, principal_of, lambda: vectors_test.instant(step["now"]))
        target = "?".join(filter(None, [path, "&".join(f"{name}={quote(text, safe='')}" for name, text in query)]))
        answer = call(application, method, target, headers, body)
        text = answer.body.decode()
        if answer.headers["Content-Type"] == "application/problem+json":
            self.assertEqual(answer.status, STATUSES[answer.json["code"]])
            return {"status": answer.json["code"], "problem": text}
        return {"status": "ok", "outcome": self.outcome(answer, step), "response": text}

    def outcome(self, answer, step):
        """The step's outcome, if that is what status and headers tell."""
        outcome, outcomes = step["expect"]["outcome"], OPERATIONS[step["operation"]]["outcomes"]
        created = outcome == "created" or outcome == "replayed" and "created" in outcomes and "updated" not in outcomes
        self.assertEqual(answer.status, 201 if created else 200)
        self.assertEqual(answer.headers.get("Idempotency-Replayed"), "true" if outcome == "replayed" else None)
        return outcome

    def test_byte_for_byte(self):
        super().test_byte_for_byte()
        declared = json.loads(Path(__file__).with_name("not_http.json").read_text(encoding="utf-8"))
        self.assertEqual(self.not_http, declared)


if __name__ == "__main__":
    unittest.main()
