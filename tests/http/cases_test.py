"""cases.json over the WSGI application: how a host answers HTTP, sentence for sentence of docs/http.md."""
import json
import unittest
from pathlib import Path

import certlite
from certlite.http import Application
from vectors_test import instant
from wsgi import call, principal_of, token_of

CASE_MEMBERS = {"what", "as", "method", "target", "headers", "body", "padded_to", "status", "with", "without", "told", "answer",
                "asked", "save", "keep"}


def at(document, pointer):
    """What a JSON pointer names; cases use no escapes."""
    for name in pointer.split("/")[1:]:
        document = document[int(name) if isinstance(document, list) else name]
    return document


class Cases(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.document = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
        self.names = {}
        self.asked = None
        engine = certlite.open(":memory:", id_seed=self.document["id_seed"])
        self.addCleanup(engine.close)
        self.application = Application(engine, self.authenticate, lambda: instant(self.document["now"]))

    def authenticate(self, token, organization):
        self.asked = [token, organization]
        return principal_of(token, organization)

    def filled(self, value):
        """The value with every <NAME> replaced by what it stands for."""
        if isinstance(value, str):
            for name, text in self.names.items():
                value = value.replace(f"<{name}>", text)
        elif isinstance(value, list):
            value = [self.filled(item) for item in value]
        elif isinstance(value, dict):
            value = {name: self.filled(item) for name, item in value.items()}
        return value

    def run_case(self, case):
        self.assertLessEqual(set(case), CASE_MEMBERS)
        for name, principal in self.document["principals"].items():
            self.names[name] = token_of(self.filled(principal))
        headers = self.filled(case.get("headers", {}))
        if "as" in case:
            headers["Authorization"] = f"Bearer {self.names[case['as']]}"
        body = self.filled(case.get("body", "")).encode().ljust(case.get("padded_to", 0))
        self.asked = None
        answer = call(self.application, case["method"], self.filled(case["target"]), headers, body)
        self.assertEqual(answer.status, case["status"], answer.body)
        for name, pointer in case.get("save", {}).items():
            self.names[name] = at(answer.json, pointer)
        if "keep" in case:
            self.names[case["keep"]] = answer.body.decode()
        for name, value in self.filled(case.get("with", {})).items():
            self.assertEqual(answer.headers.get(name), value, name)
        for name in case.get("without", ()):
            self.assertNotIn(name, answer.headers)
        for pointer, value in self.filled(case.get("told", {})).items():
            self.assertEqual(at(answer.json, pointer), value, pointer)
        if "answer" in case:
            self.assertEqual(answer.body.decode(), self.filled(case["answer"]))
        if "asked" in case:
            self.assertEqual(self.asked, self.filled(case["asked"]))

    def test_each(self):
        for number, case in enumerate(self.document["cases"]):
            with self.subTest(number=number, what=case["what"]):
                self.run_case(case)


if __name__ == "__main__":
    unittest.main()
