"""A store in memory with what a certification needs, for the tests of the binding."""
import unittest

import certlite


class StoreTest(unittest.TestCase):
    """One organization, one member, one certification type."""

    def setUp(self) -> None:
        self.engine = certlite.open(":memory:")
        self.addCleanup(self.engine.close)
        self.session = self.engine.system_session()
        self.organization = self.session.organizations.create(name="North Sea Wind")
        self.member = self.session.members.create(
            organization_id=self.organization.id, display_name="Ada Berg", is_primary=True,
            user_id="0190a000-0000-7000-8000-000000000001", external_id="ada")
        self.type = self.session.certification_types.create(
            organization_id=self.organization.id, slug="working-at-heights", title="Working at Heights",
            validity_period=certlite.ValidityPeriod(unit="month", count=24))

    def create(self, **fields):
        return self.session.certifications.create(
            organization_member_id=self.member.id, certification_type_id=self.type.id, **fields)
