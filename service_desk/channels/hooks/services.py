"""Taking what was delivered: prove, take once, make a case of it or add it to one. The only writers of deliveries."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from crm.accounts.services import system_user
from crm.audit.services import record
from crm.errors import NotAllowed, NotFound, Refused
from crm.inserting import insert_unless_taken, next_key
from crm.privacy import blind_index
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.states import OPEN
from service_desk.cases.terms import CaseKind, Channel
from service_desk.channels.hooks import selectors, signing
from service_desk.channels.hooks.models import HookDelivery, HookEndpoint, HookSecret, Outcome, Sort
from service_desk.channels.people import Person, home_of, note_who, owner_in
from service_desk.gravity.rules import DANGERS, known_impact
from service_desk.gravity.services import learn_impact
from service_desk.intake.inquiries import register_inquiry
from service_desk.intake.languages import language_of
from service_desk.linking.selectors import goes_on_as

OVERLAP = timedelta(days=7)  # how long the old secret holds beside the new one
MOST_SECRETS = 5
KEPT = timedelta(days=180)
WECOM = ("company", "token", "aes_key", "agent", "app_secret")


def prove(
    endpoint: HookEndpoint, *, key: str, timestamp: str, given: str, body: bytes, now: datetime
) -> None:
    """Raise NotAllowed unless the delivery is signed with a secret that holds, within the last minutes.

    What is refused is logged with its code, and with nothing of what it said.
    """
    held = selectors.secrets_of(endpoint, now=now)
    if not signing.is_recent(timestamp, now.timestamp()):
        code = "timestamp"
    else:
        tried = (
            [held[int(key)]]
            if key.isdecimal() and int(key) in held
            else list(held.values())
            if not key
            else []
        )
        signed = [secret for secret in tried if signing.is_signed(secret, timestamp, body, given)]
        code = "" if signed else "signature"
    if code:
        refused(endpoint, code, size=len(body), now=now)
        raise NotAllowed(_("The signature does not fit."), code=code)


def refused(endpoint: HookEndpoint, code: str, *, size: int, now: datetime) -> None:
    HookDelivery.objects.create(
        endpoint=endpoint, event_id="", outcome=Outcome.REFUSED, because=code[:40], size=size, received_at=now
    )


@transaction.atomic
def take(
    endpoint: HookEndpoint,
    *,
    event_id: str,
    said: dict,
    sender: str = "",
    follows: str = "",
    size: int = 0,
    now: datetime,
) -> tuple[HookDelivery, bool]:
    """Make a case of what was delivered, or add it to the one it follows; (the delivery, whether it is new).

    The same event twice is one: of two at once the second waits at the unique index and finds what the first did.
    `sender` names whoever wrote where the other side knows him by a name of its own; what he writes while a case of
    his is open belongs to it.
    """
    index = blind_index.of(f"{endpoint.pk} {sender}", "hook.sender") if sender else None
    row = HookDelivery(
        pk=next_key(HookDelivery),
        endpoint=endpoint,
        event_id=event_id,
        outcome=Outcome.NOTHING,
        size=size,
        sender_index=index,
        received_at=now,
    )
    if not insert_unless_taken(row):
        known = selectors.delivered(endpoint, event_id)
        HookDelivery.objects.filter(pk=known.pk).update(times=F("times") + 1)
        return known, False
    if not said.get("words", "").strip():
        return row, True
    actor = system_user("webhook")
    earlier = _earlier(endpoint, follows, index)
    earlier = earlier and goes_on_as(earlier)
    if earlier is not None and earlier.status in OPEN:
        _add(actor, earlier, said, now)
        row.outcome, row.case = Outcome.MESSAGE, earlier
    else:
        row.outcome, row.case = Outcome.CASE, _register(actor, endpoint, said, earlier, now)
    row.save(update_fields=["outcome", "case"])
    return row, True


def _add(actor, case: Case, said: dict, now: datetime) -> None:
    """Put what follows on the case: the words, what it does to them as far as that is news, and who and where."""
    cases.add_owner_words(actor, case, body=said["words"], now=now)
    impact = merged_impact(case.impact, said.get("impact") or {})
    if impact != case.impact:
        because = _("A later message by a webhook said so.")
        learn_impact(actor, case, impact=impact, because=because, now=now)
    note_who(actor, case, _person(said), home=said.get("home", ""), once=True, now=now)


def merged_impact(known: dict, told: dict) -> dict:
    """What is known with what is told now: a yes stays a yes, and of two numbers the larger counts."""
    numbers = {name: max(known.get(name) or 0, told.get(name) or 0) for name in ("households", "money")}
    yes = {name: True for name in DANGERS if known.get(name) or told.get(name)}
    return known_impact(yes | numbers)


def _person(said: dict) -> Person:
    return Person(**{name: said.get(name, "") for name in ("name", "phone", "email")})


def _earlier(endpoint: HookEndpoint, follows: str, index: bytes | None) -> Case | None:
    if follows:
        known = selectors.delivered(endpoint, follows)
        if known is not None and known.case is not None:
            return known.case
    return selectors.last_case_of(index) if index else None


def _register(actor, endpoint: HookEndpoint, said: dict, earlier: Case | None, now: datetime) -> Case:
    person = _person(said)
    project, kind = endpoint.project, said.get("kind") or endpoint.kind
    owner = owner_in(actor, project, person) or (earlier.owner if earlier else None)
    words = said["words"]
    plain = {
        "project": project,
        "channel": endpoint.channel,
        "words": words,
        "summary": said.get("summary", ""),
        "language": said.get("language")
        or (owner.language if owner else language_of(words, endpoint.language)),
        "subject": said.get("subject") or "other",
        "impact": said.get("impact") or {},
        "received_at": now,
        "now": now,
    }
    if owner is None and kind == CaseKind.INQUIRY and (person.name.strip() or person.says_who):
        try:
            return register_inquiry(actor, name=person.name, phone=person.phone, email=person.email, **plain)[
                0
            ]
        except Refused:  # nobody can be entered under this; the words count all the same
            pass
    home = home_of(owner, project, said.get("home", ""), now=now)
    case = cases.register(actor, owner=owner, home=home, kind=kind, asked="impact" in said, **plain)
    note_who(actor, case, person, home=said.get("home", ""), now=now)
    return case


@transaction.atomic
def add_endpoint(
    actor,
    *,
    code: str,
    name: str,
    sort: str,
    project,
    channel: str,
    kind: str,
    language: str,
    now: datetime,
    **wecom,
) -> tuple[HookEndpoint, str]:
    """A new endpoint with its first secret, which is shown this once. WeCom's brings its own token and key."""
    if HookEndpoint.objects.filter(code=code).exists():
        raise Refused(fields={"code": _("There is an endpoint of this name already.")})
    known = {
        "sort": sort in Sort.values,
        "channel": channel in Channel.values,
        "kind": kind in CaseKind.values,
    }
    fields = {field: _("This choice is not known.") for field, good in known.items() if not good}
    if fields:
        raise Refused(fields=fields)
    row = HookEndpoint.objects.create(
        code=code,
        name=name,
        sort=sort,
        project=project,
        channel=channel,
        kind=kind,
        language=language,
        made_at=now,
        **{field: wecom.get(field, "") for field in WECOM},
    )
    record(actor, "hook.added", row, now=now, after={"code": code, "sort": sort, "project": project.code})
    return row, "" if sort == Sort.WECOM else renew_secret(actor, row, now=now)


@transaction.atomic
def renew_secret(actor, endpoint: HookEndpoint, *, now: datetime) -> str:
    """A new secret, shown this once. The one before holds for a week, so that the other side can change over."""
    endpoint = HookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    latest = HookSecret.objects.filter(endpoint=endpoint).aggregate(latest=Max("version"))["latest"] or 0
    HookSecret.objects.filter(endpoint=endpoint, holds_until=None).update(holds_until=now + OVERLAP)
    secret = secrets.token_urlsafe(32)
    HookSecret.objects.create(
        endpoint=endpoint, version=latest + 1, secret=secret, made_by=actor, made_at=now
    )
    record(actor, "hook.secret_renewed", endpoint, now=now, after={"version": latest + 1})
    return secret


@transaction.atomic
def end_secret(actor, endpoint: HookEndpoint, *, version: int, now: datetime) -> None:
    """Let a secret hold no longer: it has come into wrong hands."""
    rows = HookSecret.objects.filter(endpoint=endpoint, version=version)
    if not rows.exists():
        raise NotFound
    rows.update(holds_until=now)
    record(actor, "hook.secret_ended", endpoint, now=now, after={"version": version})


@transaction.atomic
def switch(actor, endpoint: HookEndpoint, *, is_open: bool, now: datetime) -> HookEndpoint:
    """Take an endpoint out of use, or into it again."""
    row = HookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if row.is_open != is_open:
        row.is_open = is_open
        row.save(update_fields=["is_open"])
        record(actor, "hook.switched", row, now=now, after={"is_open": is_open})
    return row


def forget(*, now: datetime, limit: int = 1_000) -> int:
    """Drop old lines of the log; the events they name are past any window of replay. Those of open cases stay: by them
    their writers are known and answered."""
    rows = (
        HookDelivery.objects.filter(received_at__lt=now - KEPT).exclude(case__status__in=OPEN).order_by("pk")
    )
    keys = list(rows.values_list("pk", flat=True)[:limit])
    HookDelivery.objects.filter(pk__in=keys).delete()
    return len(keys)
