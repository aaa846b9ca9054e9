"""`python -m certlite serve` as a process, asked with curl over a socket, as its first screen says."""
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path


class Served:
    """A running server; everything that it said is in `out` and, after the end, in `err`."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "certlite", "serve", "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # which a shell's & takes away
        self.out = ""
        for line in self._process.stdout:
            self.out += line
            if line.startswith(("curl ", "Token of the system")) and ("--sample" not in arguments or line.startswith("curl ")):
                break

    @property
    def url(self):
        return re.search(r"at (http://\S+);", self.out)[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGINT)
        self.rest, self.err = self._process.communicate(timeout=30)
        self.status = self._process.returncode


def curl(line):
    """Status, headers and body of what a printed line is answered."""
    done = subprocess.run(["bash", "-c", f"{line} -sS -D headers -w '\\n%{{http_code}}'"], capture_output=True, text=True, check=True)
    body, _, status = done.stdout.rpartition("\n")
    return int(status), Path("headers").read_text(encoding="utf-8").lower(), body


class Serve(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)

    def test_the_line_that_is_printed(self):
        with Served("--db", "certs.db", "--sample") as served:
            line = served.out.splitlines()[-1]
            self.assertRegex(line, r"^curl -X POST http://127\.0\.0\.1:\d+/v1/certifications -H 'Authorization: Bearer [\w-]+' "
                                   r"-H 'Idempotency-Key: [\w-]+' -H 'Content-Type: application/json' -d '{.*}'$")
            first, again = curl(line), curl(line)
            large = curl(f"{line.partition(' -d ')[0]} -d @<(head -c 1000000 /dev/zero | tr '\\0' ' ')")
        self.assertEqual((first[0], again[0]), (201, 201))
        self.assertEqual(first[2], again[2])
        self.assertEqual(json.loads(first[2])["data"]["expires_on"], "2027-03-01")
        self.assertNotIn("idempotency-replayed", first[1])
        self.assertIn("idempotency-replayed: true", again[1])
        self.assertEqual((large[0], json.loads(large[2])["code"]), (413, "too_large"))
        self.assertEqual((served.status, served.rest.split()), (0, ["Ended."]))
        log = served.err.splitlines()
        self.assertEqual([re.sub(r"^\d\d:\d\d:\d\d ", "", text) for text in log],
                         ["POST /v1/certifications 201"] * 2 + ["POST /v1/certifications 413"])

    def test_the_sample_is_put_once(self):
        types = set()
        for _ in range(2):
            with Served("--db", "certs.db", "--sample") as served:
                types.add(re.search(r'"certification_type_id":"([\w-]+)"', served.out)[1])
                token = re.search(r"Token of the system, .*: (\S+)", served.out)[1]
                told = [json.loads(curl(f"curl '{served.url}{path}' -H 'Authorization: Bearer {token}'")[2])["data"]
                        for path in ("/v1/organizations", "/v1/certification-types")]
        self.assertEqual((len(types), [len(records) for records in told]), (1, [1, 1]))

    def test_tokens_from_a_file(self):
        Path("tokens.json").write_text(json.dumps({"boss": {"system": True}}), encoding="utf-8")
        with Served("--db", "certs.db", "--tokens", "tokens.json", "--sample") as served:
            self.assertNotIn("Token of the system", served.out)
            me = f"curl '{served.url}/v1/me?secret=1'"
            self.assertEqual(curl(f"{me} -H 'Authorization: Bearer nobody'")[0], 401)
            self.assertEqual(curl(f"curl '{served.url}/v1/me' -H 'Authorization: Bearer boss'")[0], 200)
        self.assertNotRegex(served.err, "boss|nobody|secret")

    def test_what_clients_do_is_a_line_in_the_log_at_most(self):
        Path("tokens.json").write_text(json.dumps({"boss": {"system": True}}), encoding="utf-8")
        with Served("--db", "certs.db", "--tokens", "tokens.json", "--sample") as served:
            address = ("127.0.0.1", int(served.url.rpartition(":")[2]))
            for sent in (b"GET /v1/me?secret x y HTTP/1.1\r\n\r\n", b"\x1b[2J /v1/me HTTP/1.1\r\n\r\n"):
                with socket.create_connection(address) as client:
                    client.sendall(sent)
                    while client.recv(4096):
                        pass
            for sent in (b"", b"GET /v1/me HTTP/1.1\r\n"):
                client = socket.create_connection(address)
                client.sendall(sent)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it is gone at once
                client.close()
            self.assertEqual(curl(f"curl '{served.url}/v1/me' -H 'Authorization: Bearer boss'")[0], 200)
        self.assertEqual([text[9:] for text in served.err.splitlines()], ["- - 400", "%1B%5B2J /v1/me 405", "GET /v1/me 200"])

    def test_what_can_not_be_served(self):
        Path("odd.json").write_text('{"a-secret": {"user_id": "me"}}', encoding="utf-8")
        Path("list.json").write_text("[]", encoding="utf-8")
        Path("empty.json").write_text("{}", encoding="utf-8")
        Path("half.json").write_text('{"a-secret": ', encoding="utf-8")
        Path("anybody.json").write_text('{"": {"system": true}}', encoding="utf-8")
        Path("blank.json").write_text('{"a-secret ": {"system": true}}', encoding="utf-8")
        for arguments, told in ((["--tokens", "odd.json"], "scopes"), (["--tokens", "list.json"], "list.json is no JSON object"),
                                (["--tokens", "none.json"], "none.json"), (["--tokens", "empty.json"], "names nobody"),
                                (["--tokens", "half.json"], "half.json is no JSON"), (["--tokens", "anybody.json"], "which nobody can send"),
                                (["--tokens", "blank.json"], "which nobody can send"),
                                (["--db", "no/such/folder.db"], "No such file")):
            done = subprocess.run([sys.executable, "-m", "certlite", "serve", "--db", "certs.db", "--port", "0", *arguments],
                                  capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertRegex(done.stderr, f"^certlite: .*{told}")
            self.assertNotIn("a-secret", done.stderr)
        for port in ("-1", "65536", "http"):
            done = subprocess.run([sys.executable, "-m", "certlite", "serve", "--db", "certs.db", "--port", port],
                                  capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"argument --port: invalid port value: '{port}'", done.stderr)

    def test_other_machines_are_warned_of(self):
        with Served("--db", "certs.db", "--host", "0.0.0.0") as served:
            pass
        self.assertIn("warning: 0.0.0.0 may be reached from other machines", served.err)


if __name__ == "__main__":
    unittest.main()
