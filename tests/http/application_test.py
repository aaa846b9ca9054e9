"""What a host sees of the WSGI application beside cases.json: its own exceptions, bodies that don't come whole, locks, mounting,
and the pages about itself."""
import io
import json
import os
import re
import sqlite3
import tempfile
import unittest
from random import Random
from unittest.mock import Mock
from uuid import uuid4

import certlite
from certlite import openapi_page
from certlite._http_request import spliced
from certlite.http import SYSTEM, Application, Principal
from wsgi import call

BEARER = {"Authorization": "Bearer t"}
JSON = {**BEARER, "Content-Type": "application/json"}


class ApplicationTest(unittest.TestCase):
    def setUp(self):
        self.engine = certlite.open(":memory:")
        self.addCleanup(self.engine.close)
        self.application = Application(self.engine, lambda token, organization: SYSTEM)

    def post(self, changes, body=b'{"name":"A"}'):
        """A create whose surroundings are changed as servers do."""
        def changed(environ, start_response):
            environ.update(changes)
            return self.application(environ, start_response)
        return call(changed, "POST", "/v1/organizations", JSON, body)

    def test_an_exception_of_the_authenticator_passes_out(self):
        for error in (ConnectionError("the directory is down"), certlite.BusyError("the directory is another engine")):
            def fails(token, organization):
                raise error
            with self.assertRaisesRegex(type(error), "directory"):
                call(Application(self.engine, fails), "GET", "/v1/me", BEARER)

    def test_a_typed_principal(self):
        user, organization = uuid4(), self.engine.system_session().organizations.create(name="A").id
        reached = []

        def authenticate(token, path_organization):
            reached.append(path_organization)
            return Principal(user, {"organization_members:read"}, path_organization)

        application = Application(self.engine, authenticate)
        self.assertEqual(call(application, "GET", "/v1/me", BEARER).json["user"]["id"], str(user))
        self.assertEqual(call(application, "GET", f"/v1/organizations/{organization}/members", BEARER).json["data"], [])
        self.assertEqual(reached, [None, str(organization)])
        with self.assertRaisesRegex(TypeError, "not one text"):
            Principal(user, "organizations:read")

    def test_a_body_that_does_not_come_whole_is_not_acted_on(self):
        self.assertEqual(self.post({"CONTENT_LENGTH": "13"}).status, 400)
        self.assertEqual(self.post({"CONTENT_LENGTH": "a"}).status, 400)
        self.assertEqual(self.post({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}).status, 400)
        silent = io.BytesIO()
        silent.read = Mock(side_effect=TimeoutError)
        self.assertEqual(self.post({"wsgi.input": silent}).status, 400)
        self.assertEqual(self.post({"wsgi.input": silent, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}).status, 400)
        self.assertEqual(self.engine.system_session().execute("organization.list", {}).json["data"], [])

    def test_a_server_that_knows_where_a_chunked_body_ends(self):
        told = self.post({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True})
        self.assertEqual(told.status, 201)

    def test_no_more_is_read_than_tells_that_it_is_too_much(self):
        body = io.BytesIO(b" " * 300000)
        self.assertEqual(self.post({"CONTENT_LENGTH": "300000", "wsgi.input": body}).status, 413)
        self.assertEqual(body.tell(), certlite.describe()["library"]["limits"]["request_bytes_max"] + 1)

    def test_no_body_shakes_off_what_the_path_says(self):
        """Bodies of random pieces: what is put in is a member of the outermost object, or the whole is no JSON."""
        random = Random(15)
        pieces = [b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b'"id"', b'"a"', b"1", b" ", b'{"id":"other"}', b"\xef\xbb\xbf", b"//"]
        taken = 0
        for _ in range(50000):
            body = b"{" * random.randrange(2) + b"".join(random.choices(pieces, k=random.randrange(8))) + b"}" * random.randrange(2)
            sent = spliced(body, [(b"id", b'"path"')])
            try:
                told = json.loads(sent, object_pairs_hook=list)
            except ValueError:
                continue
            if body.strip().startswith(b"{") or not body.strip():
                self.assertIn(("id", "path"), told, body)
                taken += 1
            else:
                self.assertEqual(sent, body)
        self.assertGreater(taken, 1000)

    def test_busy_tells_when_to_come_again(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "certs.db")
            with certlite.open(path, busy_timeout=0.01) as engine:
                other = sqlite3.connect(path, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                told = call(Application(engine, lambda *_: SYSTEM), "POST", "/v1/organizations", JSON, b'{"name":"A"}')
                other.close()
        self.assertEqual((told.status, told.json["code"], told.headers["Retry-After"]), (503, "busy", "1"))

    def test_a_closed_engine_is_a_problem_too(self):
        self.engine.close()
        told = call(self.application, "GET", "/v1/me", BEARER)
        self.assertEqual((told.status, told.json["code"]), (500, "invalid_handle"))

    def test_mounted_below_a_path(self):
        told = self.post({"SCRIPT_NAME": "/certs"})
        self.assertEqual(told.headers["Location"], f"/certs/v1/organizations/{told.json['data']['id']}")

        def below(environ, start_response):
            environ["SCRIPT_NAME"] = "/zertifikate für alle".encode().decode("latin-1")
            return self.application(environ, start_response)

        server = "/zertifikate%20f%C3%BCr%20alle"
        self.assertEqual(call(below, "GET", "/openapi.json").json["servers"], [{"url": server}])
        self.assertIn(f'href="{server}/openapi.json"'.encode(), call(below, "GET", "/docs").body)

    def test_the_pages_need_no_token(self):
        nobody = Application(self.engine, lambda *_: None)
        self.assertEqual(call(nobody, "GET", "/openapi.json").json["openapi"], "3.1.0")
        page = call(nobody, "GET", "/docs")
        self.assertEqual((page.status, page.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertEqual(call(nobody, "HEAD", "/docs").body, b"")
        self.assertEqual(call(nobody, "POST", "/docs").headers["Allow"], "GET, HEAD")
        closed = Application(self.engine, lambda *_: None, docs=False)
        self.assertEqual([call(closed, "GET", path).status for path in ("/openapi.json", "/docs")], [404, 404])

    def test_the_page_is_whole_and_strict(self):
        page = call(self.application, "GET", "/docs")
        policy, text = page.headers["Content-Security-Policy"], page.body.decode()
        self.assertTrue(policy.startswith("default-src 'none'; style-src 'sha256-"), policy)
        self.assertNotIn("unsafe", policy)
        for name in re.findall(r' id="([^"]*)"', text):  # as they stand after # in a link
            self.assertRegex(name, r"^[A-Za-z0-9._-]+$")
        self.assertNotRegex(text, r"<link|<img|@import|\bsrc=|https?://(?!example\.org)\w+\.|\son\w+=|\sstyle=")
        for operation in certlite.describe()["operations"]:
            shown = f'<details id="{operation["name"]}"' in text
            self.assertEqual(shown, bool(operation["http"]), operation["name"])  # a backup's path is for nobody to send

    def test_what_the_document_says_is_escaped(self):
        document = call(self.application, "GET", "/openapi.json").json
        evil = '<script>alert("1")</script>&\''
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["summary"] = operation["description"] = evil
                for response in operation["responses"].values():
                    response["description"] = evil
        document["info"].update(title=evil, summary=evil)
        text = openapi_page.page(document)
        self.assertEqual(text.count("<script>"), 1)
        self.assertIn("&lt;script&gt;alert(&quot;1&quot;)", text)


if __name__ == "__main__":
    unittest.main()
