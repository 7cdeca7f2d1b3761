"""Taking what was delivered: prove, take once, make a case of it or add it to one. The only writers of deliveries."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from crm import signing
from crm.accounts.services import system_user
from crm.audit.services import record
from crm.errors import NotFound, Refused
from crm.inserting import insert_unless_taken, next_key
from crm.privacy import blind_index
from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.cases.states import OPEN
from service_desk.cases.terms import CaseKind, Channel
from service_desk.channels.hooks import selectors, wecom
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
MINUTE = timedelta(minutes=1)
NOBODYS = secrets.token_urlsafe(32)  # the secret of what is not there
SECRET = {"token", "aes_key", "app_secret"}
WECOM = ("company", "token", "aes_key", "agent", "app_secret")
EDITED = ("name", "channel", "kind", "language", "is_open", *WECOM)


def wrong_with(
    endpoint: HookEndpoint | None, *, key: str, timestamp: str, given: str, body: bytes, now: datetime
) -> str:
    """Why a delivery is not believed, as a code; empty where it is signed with a secret that holds, within the last
    minutes. Of an endpoint that is not there as much is reckoned as of one that is."""
    held = selectors.secrets_of(endpoint, now=now) if endpoint else {}
    version = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else None
    tried = list(held.values()) if not key else [held[version]] if version in held else []
    signed = [signing.is_signed(secret, timestamp, body, given) for secret in tried or [NOBODYS]]
    if not signing.is_recent(timestamp, now.timestamp()):
        return "timestamp"
    return "" if tried and any(signed) else "signature"


def refused(endpoint: HookEndpoint, code: str, *, size: int, now: datetime) -> None:
    """One line of the log; of many in a minute one that counts them, so that nobody fills it."""
    lately = HookDelivery.objects.filter(endpoint=endpoint, outcome=Outcome.REFUSED, because=code[:40])
    last = lately.filter(received_at__gt=now - MINUTE).order_by("-id").values_list("pk", flat=True).first()
    if last is not None:
        HookDelivery.objects.filter(pk=last).update(times=F("times") + 1)
        return
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
    **keys,
) -> tuple[HookEndpoint, str]:
    """A new endpoint with its first secret, which is shown this once. WeCom's brings its own token and key."""
    if HookEndpoint.objects.filter(code=code).exists():
        raise Refused(fields={"code": _("There is an endpoint of this name already.")})
    fields = wrong_choices({"sort": sort, "channel": channel, "kind": kind})
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
        **{field: keys.get(field, "") for field in WECOM},
    )
    record(actor, "hook.added", row, now=now, after={"code": code, "sort": sort, "project": project.code})
    return row, "" if sort == Sort.WECOM else renew_secret(actor, row, now=now)


@transaction.atomic
def edit_endpoint(actor, endpoint: HookEndpoint, *, changes: dict, now: datetime) -> HookEndpoint:
    """Change what becomes of what is delivered; an empty secret stays as it is. Its name in the address, its sort and
    its project stay: the other side and the cases know it by them."""
    said = {name: value for name, value in changes.items() if name in EDITED}
    said = {name: value for name, value in said.items() if value or name not in SECRET}
    fields = wrong_choices(said) | _wrong_wecom(endpoint, said)
    if fields:
        raise Refused(fields=fields)
    row = HookEndpoint.objects.select_for_update().select_related("project__city").get(pk=endpoint.pk)
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    after = {name: "changed" if name in SECRET else value for name, value in changed.items()}
    record(actor, "hook.changed", row, now=now, after=after)
    return row


def wrong_choices(said: dict) -> dict:
    """What is no choice there is, by field."""
    known = {"sort": Sort.values, "channel": Channel.values, "kind": CaseKind.values}
    wrong = [name for name, values in known.items() if name in said and said[name] not in values]
    return {name: _("This choice is not known.") for name in wrong}


def _wrong_wecom(endpoint: HookEndpoint, said: dict) -> dict:
    if "aes_key" in said and endpoint.sort == Sort.WECOM:
        try:
            wecom.key_of(said["aes_key"])
        except wecom.Unproved:
            return {"aes_key": _("This is not a key of WeCom: it has 43 letters and digits.")}
    return {}


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
