"""What all competitors work on: the same members, types, requests, keys, lines and facts, in files that each of them reads."""
import json
from array import array
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

FIRST_ISSUED = date(2022, 1, 1)
ISSUED_DAYS = 1400
SOON_DAYS = 30  # what Certlite takes if a type says nothing
NO_DAY = -(2**31)
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Sizes:
    members: int
    cards: int
    lines: int
    pages: int
    facts: int


def day_of(number):
    return EPOCH + timedelta(days=number)


def mix(i):
    """As in card.cc."""
    i ^= i >> 16
    i = i * 0x7feb352d & 0xffffffff
    i ^= i >> 15
    i = i * 0x846ca68b & 0xffffffff
    return i ^ i >> 16


def lay_out(session, sizes):
    """An organization with members and types, in a store of Certlite's; the peers are given the same, with these ids."""
    def create(operation, **request):
        return session.execute(operation, request).json["data"]

    organization = create("organization.create", name="Nordsee Wind Service")["id"]
    members = [create("member.create", organization_id=organization, display_name=f"Member {1000 + i}",
                      email=f"member.{1000 + i}@example.com") for i in range(sizes.members)]
    types = [create("certification_type.create", organization_id=organization, slug=f"gwo-module-{i}", title=f"GWO Module {i}",
                    scope="organization", status="active", validity_period={"unit": "month", "count": 24}, grace_days=30)
             for i in range(8)]
    return {"organization_id": organization, "members": [member["id"] for member in members],
            "types": [{"expiring_soon_days": SOON_DAYS, **each} for each in types]}


def request_of(directory, i):
    """That of card i, as long as the published example."""
    chance = mix(i)
    issued = FIRST_ISSUED + timedelta(days=chance % ISSUED_DAYS)
    return {"organization_member_id": directory["members"][chance % len(directory["members"])],
            "external_id": f"training-{chance:08x}", "external_source": "lms",
            "certification_type_id": directory["types"][i % len(directory["types"])]["id"], "source": "api",
            "issued_on": issued.isoformat(), "expires_on": (issued + timedelta(days=730)).isoformat(),
            "issuer_name": "Esbjerg Safety Training", "serial_number": f"WAH-{mix(chance):08x}"}


def key_of(i):
    """36 characters, in no order."""
    return str(UUID(int=mix(i ^ 0x5bd1e995) << 96 | mix(i) << 64 | mix(i + 1) << 32 | i, version=4))


def facts_of(n):
    """Records of every age, some without expiry and some revoked, in the layout of certlite_facts."""
    first = (FIRST_ISSUED - EPOCH).days
    facts = array("i")
    for i in range(n):
        chance = mix(i)
        issued = first + chance % (ISSUED_DAYS + 30)
        expires = NO_DAY if chance >> 20 < 200 else issued + 730
        facts.extend((issued, expires, 30 if chance >> 8 & 1 else 0, SOON_DAYS, 2 if chance >> 25 == 0 else 0, 0))
    return facts


def wrong_cards(directory, cards):
    """Creates that everybody must refuse, each for a reason of its own."""
    def but(i, **changes):
        changed = {**request_of(directory, len(cards) + 1_000_000 + i), **changes}
        return json.dumps({name: value for name, value in changed.items() if value is not ...})

    request, key = cards[0]
    taken = json.loads(request)["external_id"]
    return [
        ("{", "w0"),
        (but(1, certification_type_id=...), "w1"),
        (but(2, organization_member_id="0192f0c1-2b6e-7a3d-9c41"), "w2"),
        (but(3, organization_member_id="0192f0c1-2b6e-7a3d-9c41-5f0e7d21b8a6"), "w3"),
        (but(4, certification_type_id="0192f0c1-2b6e-7a3d-9c41-5f0e7d21b8a6"), "w4"),
        (but(5, issued_on="2023-02-29"), "w5"),
        (but(6, issued_on="2024-2-9"), "w6"),
        (but(7, issued_on="2024-02-09T00:00:00"), "w7"),
        (but(8, expires_on="2021-12-31"), "w8"),
        (but(9, external_id=""), "w9"),
        (but(10, external_id="x" * 129), "w10"),
        (but(11, issuer_name="x" * 256), "w11"),
        (but(12, serial_number=12), "w12"),
        (but(13, source="guess"), "w13"),
        (but(14, colour="blue"), "w14"),
        (but(15, external_id=taken), "w15"),
        (but(16), key),
    ]


def write(folder, directory, sizes):
    """ground.json and facts.bin; answers what the first holds."""
    cards = [(json.dumps(request_of(directory, i), indent=2), key_of(i)) for i in range(sizes.cards)]
    lines = [json.dumps({**request_of(directory, i), "idempotency_key": key_of(i)}) + "\n"
             for i in range(sizes.cards, sizes.cards + sizes.lines)]
    pages = [json.dumps({"order": "expires_on", "limit": 50, "expires_after":
                         (FIRST_ISSUED + timedelta(days=730 + i * ISSUED_DAYS // 2 // sizes.pages)).isoformat()})
             for i in range(sizes.pages)]
    as_of = (FIRST_ISSUED - EPOCH).days + ISSUED_DAYS
    ground = {**directory, "cards": cards, "wrong": wrong_cards(directory, cards), "lines": lines, "pages": pages, "as_of_day": as_of}
    (folder / "ground.json").write_text(json.dumps(ground))
    (folder / "facts.bin").write_bytes(facts_of(sizes.facts).tobytes())
    return ground


def open_session(engine, directory):
    """A user who reaches the whole organization."""
    return engine.session(user_id="0192f0c1-2b6e-7a3d-9c41-5f0e7d21b8a6", organization_id=directory["organization_id"],
                          scopes=["certification_records:read", "certification_records:write"])
