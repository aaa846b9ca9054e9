#!/usr/bin/python3
"""Verifies the history of a Certlite file by docs/history.md alone, without the engine: `verify_history.py FILE`."""
import hashlib
import hmac
import pathlib
import sqlite3
import sys
import uuid
from struct import pack  # SQLite's integers are signed; in two's complement their bytes are those of u64

ENTRIES = """SELECT key & (1 << 40) - 1, instant, operation, resource_id, revision, payload, payload_key, commitment,
                    hash FROM history WHERE key BETWEEN :chain << 40 AND (:chain + 1 << 40) - 1 ORDER BY key"""


def verify(organization_id, entries):
    """The head of a chain, or where it is broken; and whether it is."""
    last_erase = {entry[3]: entry[0] for entry in entries if entry[2].endswith(b".erase")}
    previous = bytes(32)
    for n, (sequence, instant, operation, resource, revision, payload, key, commitment, h) in enumerate(entries, 1):
        link = (b"certlite-history-1\0" + organization_id + pack(">qqI", sequence, instant, len(operation)) + operation
                + resource + pack(">q", revision) + commitment + previous)
        is_linked = len(resource) == 16 and len(commitment) == 32 and hashlib.sha256(link).digest() == h
        if payload is None and key is None:
            is_payload_right = last_erase.get(resource, 0) > n
        else:
            is_payload_right = hmac.digest(key or b"", payload or b"", "sha256") == commitment
        if sequence != n or not is_linked or not is_payload_right:
            return f"broken at {n}", True
        previous = h
    return f"{len(entries)}:{previous.hex()} ok", False


database = sqlite3.connect(f"{pathlib.Path(sys.argv[1]).absolute().as_uri()}?mode=ro", uri=True)
database.text_factory = bytes
is_any_broken = False
for chain, chain_id in [(0, bytes(16)), *database.execute("SELECT key, id FROM organization ORDER BY key")]:
    verdict, is_broken = verify(chain_id, list(database.execute(ENTRIES, {"chain": chain})))
    print(uuid.UUID(bytes=chain_id), verdict)
    is_any_broken = is_any_broken or is_broken
sys.exit(is_any_broken)
