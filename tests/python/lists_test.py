"""Lists fetch their pages by themselves."""
import unittest
from datetime import datetime, timedelta, timezone
from uuid import UUID

from store import StoreTest


class Lists(StoreTest):
    def setUp(self):
        super().setUp()
        # Sorted: ids of one millisecond are in no order.
        self.ids = sorted(self.create(external_id=str(number)).id for number in range(11))

    def test_more_than_two_pages(self):
        cards = self.session.certifications.list(limit=3)
        self.assertEqual([card.id for card in cards], self.ids)
        self.assertEqual([card.id for card in cards], self.ids, "asked again")
        self.assertEqual([len(page.records) for page in cards.pages()], [3, 3, 3, 2])

    def test_pages_are_fetched_as_they_are_needed(self):
        cards = iter(self.session.certifications.list(limit=5))
        self.assertEqual(next(cards).id, self.ids[0])
        request = {"organization_member_id": self.member.id, "certification_type_id": self.type.id}
        later = datetime.now(timezone.utc) + timedelta(minutes=1)
        late = UUID(self.session.execute("certification.create", request, now=later).json["data"]["id"])
        self.assertEqual([card.id for card in cards], [*self.ids[1:], late])

    def test_going_on_from_a_cursor(self):
        page = next(self.session.certifications.list(limit=4).pages())
        rest = self.session.certifications.list(limit=4, cursor=page.next_cursor)
        self.assertEqual([card.id for card in rest], self.ids[4:])

    def test_lists_of_everything(self):
        self.assertEqual(list(self.session.certifications.list(external_id="none")), [])
        versions = list(self.session.certifications.history(self.ids[0]))
        self.assertEqual([version.type for version in versions], ["certification.create"])
        entries = list(self.session.history.list(organization_id=self.organization.id, limit=2))
        self.assertEqual([entry.meta.sequence for entry in entries], list(range(1, 15)))


if __name__ == "__main__":
    unittest.main()
