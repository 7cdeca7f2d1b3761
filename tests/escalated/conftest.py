from contextlib import contextmanager

import pytest

from crm.accounts.models import User
from service_desk.escalated import services
from service_desk.escalated.models import DifficultCase, PlanOption, PlanOptionPart, ResponsePlan
from service_desk.handingover import services as handing
from tests.cases import story as stories
from tests.cases.conftest import story
from tests.channels.conftest import chen_by_mail

__all__ = ["chen_by_mail", "story"]
TABLES = (DifficultCase, ResponsePlan, PlanOption, PlanOptionPart)


def _rows():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@contextmanager
def nothing_changes():
    """Every row of the desk, of the audit and of this room stays as it was."""
    before = _rows()
    with stories.nothing_changes():
        yield
    assert _rows() == before


class Room:
    """Chen refuses again and again; Bob is the senior handler, Eve allows what is too much for him."""

    OPTIONS = (
        {
            "words": "道歉并重做防水层",
            "parts": [{"kind": "repair", "description": "重做", "amount": 100_000}],
        },
        {"words": "另免一年物业费", "parts": [{"kind": "money", "description": "物业费", "amount": 300_000}]},
    )

    def __init__(self, story, eve):
        self.story, self.eve, self.now = story, eve, story.now
        self.alice, self.bob = story.alice, story.bob

    def mark(self, case, by=None, **given):
        said = {"reason": "trust", "words": "业主不再信任经办人", "senior": self.bob, "now": self.now}
        return services.mark(by or self.alice, case, **{**said, **given})

    def taken(self, to="answered"):
        """A marked case that Bob has taken over."""
        row = self.mark(self.story.drive(to))
        handing.accept(self.bob, row.hand_over, now=self.now)
        return self.fresh(row)

    def fresh(self, row):
        return type(row).objects.get(pk=row.pk)

    def plan(self, row, by=None, **given):
        said = {
            "wants": "要退房，因为漏水影响老人",
            "position": "漏水是我们的责任，退房没有依据",
            "not_negotiable": "不退房：合同没有约定",
            "options": self.OPTIONS,
            "limit": 300_000,
            "speaker": self.bob,
            "now": self.now,
        }
        return services.draw_plan(by or self.bob, row, **{**said, **given})


@pytest.fixture
def room(story, eve):
    return Room(story, User.objects.get(pk=eve.pk))
