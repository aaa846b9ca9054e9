"""A host as mypy --strict reads it; each `type: ignore` is an error that must be found, or mypy complains that it isn't there."""
from datetime import date
from typing import List, Optional
from uuid import UUID

import certlite


def expiring(session: certlite.Session, day: date) -> List[UUID]:
    return [card.id for card in session.certifications.list(validity_status="expiring_soon", as_of=day)]


def create(session: certlite.Session, type_id: UUID) -> Optional[date]:
    card = session.certifications.create(certification_type_id=type_id, issued_on=date(2025, 3, 1), expires_on=None)
    status: certlite.ValidityStatus = card.validity_status
    key: Optional[str] = card.idempotency_key
    print(status, key, card.certification_type.title, card.meta.revision)
    try:
        session.certifications.verify(card.id, outcome="verified", method="document_review")
    except (certlite.ConflictError, certlite.OutcomeUnknownError) as error:
        print(error.problems, error.idempotency_key)
    return card.expires_on


def mistakes(session: certlite.Session, card: certlite.Certification) -> None:
    session.certifications.create()  # type: ignore[call-arg]
    session.certifications.create(certification_type_id=card.id, source="paper")  # type: ignore[arg-type]
    session.certifications.create(certification_type_id=card.id, issued_on="2025-03-01")  # type: ignore[arg-type]
    session.certifications.get(card.id, issuer="x")  # type: ignore[call-arg]
    card.issued_on = None  # type: ignore[misc]
    card.expires_on.year  # type: ignore[union-attr]
    session.import_lines("me.get", [])  # type: ignore[arg-type]
    certlite.validity(as_of=date(2025, 1, 1), lifecycle_status="lost")  # type: ignore[call-overload]
