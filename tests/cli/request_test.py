#!/usr/bin/python3
"""How bodies and flags become requests, and that the engine alone judges them."""
import json
import unittest

import tool


class Flags(tool.StoreCase):
    """Members of the request as flags."""

    def test_flags_alone_are_the_request(self):
        result = self.call("certification", "create", "--organization-id", self.organization, "--organization-member-id",
                           self.member, "--certification-type-id", self.type, "--issued-on", "2024-02-29")
        self.assert_exit(result, tool.OK)
        self.assertEqual(result.json()["data"]["expires_on"], "2026-02-28")

    def test_flags_are_added_to_the_body(self):
        body = self.path("body.json", json.dumps(self.body).encode())
        result = self.call("certification", "create", body, "--serial-number", "S-1")
        self.assert_exit(result, tool.OK)
        self.assertEqual(result.json()["data"]["serial_number"], "S-1")
        self.assertEqual(result.json()["data"]["issued_on"], "2023-12-25")

    def test_a_flag_that_repeats_a_member_of_the_body_is_a_usage_error(self):
        body = json.dumps(self.body).encode()
        for repeated in (["--issued-on", "2024-01-01"], ["--null", "issued-on"]):
            result = self.call("certification", "create", "-", *repeated, stdin=body)
            self.assert_usage(result, "issued_on", "body")

    def test_hyphens_and_underscores_are_alike(self):
        for resource in ("certification-type", "certification_type"):
            for flag in ("--expiring-soon-days", "--expiring_soon_days"):
                slug = f"{resource}{flag}".replace("_", "x").replace("--", "-")
                result = self.call(resource, "create", "--organization_id", self.organization, "--slug", slug, "--title",
                                   "T", flag, "7")
                self.assert_exit(result, tool.OK)
                self.assertEqual(result.json()["data"]["expiring_soon_days"], 7)

    def test_text_is_sent_as_it_is_typed(self):
        for text in ("null", "true", "17", "{}", "[1,2]", "--json", "a=b", " padded ", 'quote " and \\', "tab\tand\nline",
                     "Søren Åkjær 漢字", "-"):
            result = self.call("member", "create", "--organization-id", self.organization, f"--display-name={text}")
            self.assert_exit(result, tool.OK)
            self.assertEqual(result.json()["data"]["display_name"], text)

    def test_an_empty_value_is_sent_as_empty_text(self):
        for empty in (["--issuer-name="], ["--issuer-name", ""]):
            result = self.call("certification", "create", "-", *empty, stdin=json.dumps(self.body).encode())
            self.assert_exit(result, tool.OK)
            self.assertEqual(result.json()["data"]["issuer_name"], "")

    def test_null_flag_sends_null(self):
        for name in ("expires-on", "expires_on"):
            result = self.call("certification", "create", "-", "--null", name, "--null", "serial_number",
                               stdin=json.dumps(self.body).encode())
            self.assert_exit(result, tool.OK)
            self.assertIsNone(result.json()["data"]["expires_on"])

    def test_null_flag_wants_a_field_that_is_not_given_otherwise(self):
        self.assert_usage(self.call("certification", "create", "--null", "expire-on"), "'expire-on'", "'expires-on'")
        self.assert_usage(self.call("certification", "create", "--null", "source", "--source", "api"), "--null source")

    def test_booleans(self):
        for flag, value in ((["--is-primary"], True), (["--is-primary", "true"], True), (["--is-primary", "false"], False),
                            (["--is_primary=false"], False)):
            result = self.call("member", "create", "--organization-id", self.organization, "--display-name", "B", *flag)
            self.assert_exit(result, tool.OK)
            self.assertIs(result.json()["data"]["is_primary"], value)
        self.assert_usage(self.call("member", "create", "--is-primary", "yes"), "--is-primary", "true or false", "'yes'")

    def test_integers(self):
        result = self.call("certification", "list", "--limit", "1")
        self.assertEqual(len(result.json()["data"]), 1)
        for wrong in ("x", "1.5", "07", "", "1e1", " 1", "0x10"):
            self.assert_usage(self.call("certification", "list", "--limit", wrong), "--limit", "whole number")
        self.assert_problem(self.call("certification", "list", "--limit", "201", "--json"), tool.REFUSED, "invalid",
                            ("integer.range", "/limit"))
        self.assert_problem(self.call("certification", "list", "--limit", "99999999999999999999", "--json"),
                            tool.REFUSED, "malformed")

    def test_objects_are_json(self):
        flags = ["--organization-id", self.organization, "--slug", "objects", "--title", "T", "--validity-period"]
        result = self.call("certification-type", "create", *flags, '{"unit": "year", "count": 5}')
        self.assertEqual(result.json()["data"]["validity_period"], {"unit": "year", "count": 5})
        self.assert_usage(self.call("certification-type", "create", *flags, "5 years"), "--validity-period", "JSON")
        self.assert_problem(self.call("certification-type", "create", *flags, '{"unit":"year","unit":"day"}', "--json"),
                            tool.REFUSED, "malformed")

    def test_bad_utf8_in_a_flag_is_for_the_engine_to_refuse(self):
        result = self.call("organization", "create", b"--name=\xff", "--json")
        self.assert_problem(result, tool.REFUSED, "malformed", ("json.utf8", ""))


class Bodies(tool.StoreCase):
    """Bodies reach the engine as they are."""

    def test_bytes_are_not_touched(self):
        kib = 1024
        big = b'{"name":"' + b"x" * (kib * kib) + b'"}'
        deep = b'{"name":' + b"[" * 1000 + b"]" * 1000 + b"}"
        table = (
            ("a key twice", b'{"name":"a","name":"b"}', "malformed"),
            ("bad UTF-8", b'{"name":"\xff"}', "malformed"),
            ("a NUL byte", b'{"name":"a"}\0', "malformed"),
            ("a NUL escaped", b'{"name":"a\\u0000"}', "malformed"),
            ("1 MiB", big, "too_large"),
            ("1,000 deep", deep, "malformed"),
            ("nothing", b"", "malformed"),
            ("two documents", b'{"name":"a"}{"name":"b"}', "malformed"),
            ("an array", b'[{"name":"a"}]', "malformed"),
            ("a comment", b'{"name":"a"/**/}', "malformed"),
            ("a number out of range", b'{"name":1e999}', "malformed"),
        )
        before = self.snapshot()
        for what, body, problem in table:
            for flags in ([], ["--status", "active"]):
                with self.subTest(what, flags=flags):
                    result = self.call("organization", "create", "-", "--json", *flags, stdin=body)
                    self.assert_problem(result, tool.REFUSED, problem)
                    named = self.path("named.json", body)
                    self.assertEqual(self.call("organization", "create", named, "--json", *flags).stderr, result.stderr)
        self.assertEqual(self.snapshot(), before)

    def test_members_join_an_empty_object_and_one_with_spaces(self):
        for body in (b"{}", b" { } \n"):
            result = self.call("organization", "create", "-", "--name", "N", stdin=body)
            self.assert_exit(result, tool.OK)

    def test_standard_input_is_read_only_when_asked_for(self):
        result = self.call("organization", "create", "--name", "N", stdin=b"not JSON")
        self.assert_exit(result, tool.OK)

    def test_a_body_that_cannot_be_read_is_a_usage_error(self):
        self.assert_usage(self.call("certification", "get", self.path("absent.json")), "absent.json", "--id")
        self.assert_usage(self.call("certification", "get", self.folder.name), "directory")
        self.assert_usage(self.call("certification", "create", "a.json", "b.json"), "b.json")


if __name__ == "__main__":
    unittest.main()
