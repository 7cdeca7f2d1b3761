"""The demonstration town's privacy: who agreed to what, an archive that was handed over, and one who is forgotten."""

from datetime import timedelta
from random import Random

from crm.accounts.models import User
from crm.jobs.work import work_off
from crm.privacy.models import Consent, Purpose
from crm.privacy.services import reference
from owners.contracts.states import Stage
from owners.people.models import Owner

from . import services

SAID = 60  # owners who have said something
SEED = 71
SOURCES = ("form", "desk", "phone", "link")
ASKED = {
    "zh-hans": "业主本人在服务台书面提出",
    "zh-hant": "業主本人於服務台書面提出",
    "fi": "Omistaja pyysi kirjallisesti palvelupisteessä",
    "en": "Asked for in writing at the desk",
}


def load(world, *, now) -> None:
    """Statements of some owners; an archive for Chen; and a prospect who wished to be forgotten."""
    pia = User.objects.filter(username="pia").first()
    if pia is None or Consent.objects.exists():
        return
    random = Random(SEED)  # noqa: S311  the town is the same each time
    Consent.objects.bulk_create(
        statement
        for owner in random.sample(world.owners, min(SAID, len(world.owners)))
        for statement in _statements(owner, pia, random, now)
    )
    chen = getattr(world, "chen", None) or world.owners[0]
    _archive(pia, chen, now)
    _forgotten(pia, now)


def _statements(owner, pia, random, now):
    """One or two purposes each; now and then somebody has thought again."""
    for purpose in random.sample(["surveys", "events", "marketing", "photos"], random.randint(1, 3)):
        at = now - timedelta(days=random.randint(30, 400))
        given = (
            purpose == Purpose.SURVEYS or random.random() < 0.75
        )  # who is asked, is asked in the loop's story
        yield _statement(owner, pia, purpose, given, at, random)
        if given and purpose == Purpose.MARKETING and random.random() < 0.3:
            yield _statement(owner, pia, purpose, False, at + timedelta(days=random.randint(5, 29)), random)


def _statement(owner, pia, purpose, given, at, random) -> Consent:
    return Consent(
        subject=reference(owner),
        purpose=purpose,
        given=given,
        at=at,
        source=random.choice(SOURCES),
        wording=f"{purpose}-1",
        recorded_by=pia,
    )


def _archive(pia, owner, now) -> None:
    export = services.ask_export(pia, owner, because=ASKED.get(owner.language, ASKED["en"]), now=now)
    work_off(export.job_id, clock=lambda: now)
    services.fetch_export(pia, export, now=now)
    services.hand_over(pia, export, to=ASKED.get(owner.language, ASKED["en"]), now=now)


def _forgotten(pia, now) -> None:
    """The oldest lead of all, with whom nothing is open."""
    lead = (
        Owner.objects.filter(stage=Stage.LEAD, merged_into=None, erased_at=None)
        .order_by("known_since")
        .first()
    )
    if lead is None:
        return
    row = services.request_erasure(pia, lead, because=ASKED.get(lead.language, ASKED["en"]), now=now)
    services.confirm_erasure(pia, row, typed=lead.number, now=now)
