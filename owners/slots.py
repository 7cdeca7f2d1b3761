"""What this floor puts into the house's slots."""

from django.utils.translation import gettext_lazy as _

from crm.web import slots
from owners.homes import slots as homes_slots


def fill() -> None:
    slots.navigation("owners", _("Owners"), "owners:list", "owners", "owners.view", 20)
    slots.navigation("owners.list", _("All owners"), "owners:list", "people", "owners.view", 21)
    slots.navigation("owners.homes", _("Homes"), "owners:homes", "building", "homes.view", 22)
    slots.navigation("owners.segments", _("Segments"), "owners:segments", "group", "segments.view", 24)
    slots.navigation("owners.prospects", _("Prospects"), "owners:prospects", "people", "prospects.view", 23)
    homes_slots.fill()
    slots.fill("owner.card", "owners.prospects.card.interests", order=5)
    slots.fill("search", "owners.finding.answers.owners", order=10)
    slots.fill("search", "owners.finding.answers.homes", order=20)
    slots.navigation("owners.mine", _("My owners"), "owners:mine", "star", "owners.edit", 22)
    slots.navigation("owners.tasks", _("My tasks"), "owners:tasks", "action", "journal.write", 23)
    slots.navigation(
        "privacy.requests",
        _("What people ask about their data"),
        "owners:privacy",
        "person",
        "privacy.requests",
        852,
    )
    slots.fill("owner.side", "owners.privacy.slots.side", order=80)
    slots.navigation(
        "owners.duplicates", _("Here twice?"), "owners:duplicates", "transfer", "duplicates.view", 25
    )
    slots.fill("owner.side", "owners.duplicates.slots.side", order=70)
    slots.fill("owner.timeline.kinds", "owners.duplicates.timeline.kinds", order=90)
    slots.fill("owner.timeline", "owners.duplicates.timeline.told", order=90)
    slots.fill("owner.timeline.kinds", "owners.prospects.timeline.kinds", order=4)
    slots.fill("owner.timeline", "owners.prospects.timeline.told", order=8)
    slots.fill("owner.timeline.kinds", "owners.privacy.timeline.kinds", order=91)
    slots.fill("owner.timeline", "owners.privacy.timeline.told", order=91)
    slots.fill("owner.timeline.kinds", "owners.card.changed.kinds", order=92)
    slots.fill("owner.timeline", "owners.card.changed.told", order=92)
    slots.fill("owner.timeline.kinds", "owners.card.told.kinds", order=1)
    slots.fill("owner.timeline.kinds", "owners.journal.told.kinds", order=2)
    slots.fill("owner.timeline", "owners.journal.told.entries", order=5)
    for order, told in enumerate(("purchases", "homes", "visits", "known")):
        slots.fill("owner.timeline", f"owners.card.told.{told}", order=order)
