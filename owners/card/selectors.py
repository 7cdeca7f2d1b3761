"""What the tracking card shows of this floor."""

from dataclasses import dataclass
from datetime import date

from owners.contracts import selectors as contracts
from owners.contracts.rules import Verdict
from owners.contracts.states import PurchaseKind
from owners.homes.states import HomeStatus
from owners.people import selectors as people
from owners.people.models import Owner


@dataclass(frozen=True)
class Card:
    """One owner with everything this floor knows of him."""

    owner: Owner
    stage: Verdict
    ownerships: list
    purchases: list
    visits: list
    household: list
    projects: list
    today: date

    @property
    def homes_now(self) -> list:
        return [row for row in self.ownerships if row.since <= self.today and not self._over(row)]

    @property
    def homes_before(self) -> list:
        return [row for row in self.ownerships if self._over(row)]

    @property
    def cancellable(self) -> set[int]:
        """The last live step for each home: cancelling it takes the steps before it along."""
        last = {}
        for row in reversed(self.purchases):
            handed_over = row.home and row.home.status == HomeStatus.HANDED_OVER
            if row.cancelled_on is None and row.kind != PurchaseKind.RESALE and not handed_over:
                last[row.home_id or -row.pk] = row.pk
        return set(last.values())

    def _over(self, row) -> bool:
        return row.until is not None and row.until <= self.today


def owner_card(owner: Owner, *, today: date) -> Card:
    """The card of one owner: a fixed number of queries however much there is to tell."""
    return Card(
        owner=owner,
        stage=owner.verdict,
        ownerships=contracts.ownerships_of(owner),
        purchases=contracts.purchases_of(owner),
        visits=contracts.visits_of(owner),
        household=people.household_of(owner),
        projects=people.projects_of(owner),
        today=today,
    )
