"""The OpenAPI document against what the library describes."""
import json
import re
import subprocess
import sys
import unittest

import certlite
from certlite.openapi import document

DESCRIBED = certlite.describe()
DOCUMENT = document(DESCRIBED)
ROUTES = [(operation, route) for operation in DESCRIBED["operations"] for route in operation["http"]]


def item_of(route):
    return DOCUMENT["paths"][route["path"]][route["method"].lower()]


def references(value):
    if isinstance(value, dict):
        yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


class OpenApi(unittest.TestCase):
    def test_every_route_is_there_and_no_other(self):
        self.assertEqual(sorted((path, method.upper()) for path, item in DOCUMENT["paths"].items() for method in item),
                         sorted((route["path"], route["method"]) for _, route in ROUTES))
        names = [item_of(route)["operationId"] for _, route in ROUTES]
        self.assertEqual(len(set(names)), len(names))
        self.assertLessEqual({operation["name"] for operation in DESCRIBED["operations"] if operation["http"]}, set(names))

    def test_references_lead_somewhere_and_nothing_is_left_over(self):
        told = set(references(DOCUMENT))
        there = {f"#/components/{kind}/{name}" for kind, parts in DOCUMENT["components"].items() for name in parts}
        self.assertEqual(told | {"#/components/securitySchemes/bearer"}, there)
        for name in there:
            self.assertRegex(name.rsplit("/", 1)[1], r"^[A-Za-z0-9._-]+$")

    def test_what_the_path_says_is_asked_for_nowhere_else(self):
        for operation, route in ROUTES:
            with self.subTest(operation=operation["name"], path=route["path"]):
                item, bound = item_of(route), set(route["bind"].values())
                parameters = [parameter for parameter in item["parameters"] if "name" in parameter]
                self.assertEqual([told["name"] for told in parameters if told["in"] == "path"],
                                 re.findall(r"{(\w+)}", route["path"]))
                whole = set(operation["request"]["properties"]) - bound
                if route["method"] == "GET":
                    self.assertEqual({told["name"] for told in parameters if told["in"] == "query"}, whole)
                    self.assertNotIn("requestBody", item)
                    continue
                body = item["requestBody"]["content"]["application/json"]
                self.assertEqual(set(body["schema"]["properties"]), whole)
                self.assertLessEqual(set(body["schema"].get("required", ())), set(body["example"]))
                self.assertLessEqual(set(body["example"]), whole)

    def test_headers_and_options_of_the_call(self):
        for operation, route in ROUTES:
            shared = {told["$ref"].rsplit("/", 1)[1] for told in item_of(route)["parameters"] if "$ref" in told}
            expected = set(operation["call"])
            expected |= {"IdempotencyKey"} if operation["writes"] else set()
            expected |= {"IfMatch"} if "if_revision" in operation["request"]["properties"] else set()
            self.assertEqual(shared, expected, operation["name"])

    def test_statuses(self):
        codes = {code["code"]: str(code["http"]) for code in DESCRIBED["codes"]}
        rules = {rule["rule"]: codes[rule["code"]] for rule in DESCRIBED["rules"]}
        for operation, route in ROUTES:
            told = item_of(route)["responses"]
            self.assertLessEqual({rules[rule] for rule in operation["rules"]}, set(told))
            self.assertLessEqual({"400", "401", "403", "413", "422", "500", "503", "507"}, set(told))
            self.assertEqual("201" in told, "created" in operation["outcomes"])
            self.assertEqual("415" in told, route["method"] != "GET")
        created = DOCUMENT["paths"]["/v1/certifications"]["post"]["responses"]
        self.assertEqual(set(created["201"]["headers"]), {"ETag", "Idempotency-Replayed", "Location"})
        self.assertEqual(set(created["200"]["headers"]), {"ETag"})

    def test_it_is_printed(self):
        told = subprocess.run([sys.executable, "-m", "certlite", "openapi"], capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(told.stdout), DOCUMENT)


if __name__ == "__main__":
    unittest.main()
