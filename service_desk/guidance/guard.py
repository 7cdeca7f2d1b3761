"""The reply guard: the one place through which every word to an owner passes before it leaves.

`read` tells what must not be said. `must_pass` lets a text through or refuses it: what is merely a hint passes; what
is serious passes with a reason; what a rule forbids does not pass. `remember` keeps what people did with findings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.accounts.models import Role
from crm.errors import Refused
from service_desk.cases.access import approval_limit
from service_desk.cases.models import Proposal
from service_desk.cases.states import ProposalStatus
from service_desk.crisis.voice import voice_of
from service_desk.guidance import reading
from service_desk.guidance.filling import left_over
from service_desk.guidance.guard_text import LONGEST_TEXT
from service_desk.guidance.models import GuardCatch, GuardRule
from service_desk.guidance.reading import Authority, Finding, Rule, may_yield
from service_desk.guidance.terms import FindingKind, Form, Level, Outcome

APPROVED = (ProposalStatus.OFFERED, ProposalStatus.AGREED)
COLUMNS = ("code", "finding", "level", "language", "form", "patterns", "unless", "absent", "over_limit",
           "denied_is_fine", "mend", "reasons", "betters")  # fmt: skip
MOST_SEEN = 40


@dataclass(frozen=True)
class Said:
    """What the sender answered to findings: his reason, and the rules that were shown to him while he typed."""

    because: str = ""
    seen: tuple[str, ...] = ()


NOTHING_SAID = Said()


def rules_in_force() -> list[Rule]:
    """The rules of all languages; one query."""
    return [
        Rule(
            **{name: getattr(row, name) for name in COLUMNS},
            yields=may_yield(row, shipped=row.made_by_id is None),
            row=row,
        )
        for row in GuardRule.objects.in_force().order_by("code")
    ]


def read(text: str, language: str, *, by, project=None, case=None, covered: int = 0) -> list[Finding]:
    """What must not be said in this text by this person, in the order of the text; a fixed number of queries.

    Sums are weighed against what he may promise in the project, what of this case has been approved, or the sum that
    is `covered` in another way. What is reserved for the spokesperson is no finding where he writes himself.
    """
    if not text.strip():
        return []
    authority = _authority(by, project or (case and case.project), case, covered)
    found = reading.find(text, rules_in_force(), language=language, authority=authority)
    if by is not None and _is_spokesperson(by):
        found = [finding for finding in found if finding.rule.finding != FindingKind.SPOKESPERSON]
    return found


def _authority(by, project, case, covered: int) -> Authority | None:
    if project is None or by is None:
        return None
    limit = max(approval_limit(by, project), covered)
    if case is not None:
        rows = Proposal.objects.filter(case=case, status__in=APPROVED)
        limit = max([limit, *rows.values_list("amount", flat=True)])
    return Authority(limit, project.currency)


def _is_spokesperson(user) -> bool:
    return any(grant.role == Role.SPOKESPERSON for grant in user.held_grants)


def must_pass(
    actor,
    text: str,
    language: str,
    *,
    project=None,
    case=None,
    said: Said = NOTHING_SAID,
    field: str = "body",
    leaving_out: tuple[str, ...] = (),
    covered: int = 0,
) -> list[Finding]:
    """Let the text through, with what was found in it, or raise Refused with the findings. Machines are not read.

    `leaving_out` names kinds that mean nothing where the text goes; `covered` is a sum that others answer for.
    """
    if actor is None or actor.is_system:
        return []
    if len(text) > LONGEST_TEXT:
        words = _("At most %(length)s characters.") % {"length": LONGEST_TEXT}
        raise Refused(fields={field: words})
    if open_names := left_over(text):
        names = ", ".join(f"{{{name}}}" for name in open_names)
        raise Refused(fields={field: _("Still to be filled in: %(names)s") % {"names": names}})
    found = read(text, language, by=actor, project=project, case=case, covered=covered)
    found = [finding for finding in found if finding.rule.finding not in leaving_out]
    forbidden = [finding for finding in found if finding.rule.level == Level.REFUSED]
    if voice_of(case) not in (None, actor.pk):  # a crisis is under way: one person speaks of it, nobody else
        forbidden += [f for f in found if f.rule.finding == FindingKind.SPOKESPERSON and f not in forbidden]
    serious = [finding for finding in found if finding.rule.level == Level.SERIOUS]
    if forbidden:
        _refuse("guard_refused", forbidden, language, field)
    if serious and not said.because.strip():
        _refuse("guard_asks", serious, language, field)
    return found


def _refuse(code: str, found: list[Finding], language: str, field: str) -> None:
    told = [told_of(finding, language) for finding in found]
    each = dict.fromkeys(f"“{one['words']}”: {one['kind_label']}. {one['reason']}" for one in told)
    sentences = list(each)
    if code == "guard_asks":
        sentences.append(_("Change it, or say below why it has to be said."))
    raise Refused(
        _("The guard has found something."), code=code, fields={field: " ".join(sentences)}, findings=told
    )


def told_of(finding: Finding, language: str, *, text: str = "") -> dict:
    """A finding for pages and answers: the reason in the reader's language, the wording in the owner's."""
    rule = finding.rule
    return {
        "rule": rule.code,
        "kind": rule.finding,
        "kind_label": str(FindingKind(rule.finding).label),
        "level": rule.level,
        "guess": rule.form == Form.SOUND,
        "start": finding.start,
        "end": finding.end,
        "sentence": list(finding.sentence),
        "words": text[finding.start : finding.end] if text else finding.words,
        "reason": in_language(rule.reasons, get_language() or "en"),
        "better": in_language(rule.betters, _spoken(rule.language, language)),
        "mend": rule.mend,
    }


def _spoken(tongue: str, language: str) -> str:
    """Chinese is answered in the owner's script, else in simplified; the others in the rule's own language."""
    if tongue == "zh":
        return language if language.startswith("zh") else "zh-hans"
    return tongue


def in_language(texts: dict, language: str) -> str:
    """The text in this language, else in the nearest there is."""
    texts = texts or {}
    near = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}.get(language, "en")
    return texts.get(language) or texts.get(near) or texts.get("en") or next(iter(texts.values()), "")


def remember(
    actor,
    found: Iterable[Finding],
    said: Said = NOTHING_SAID,
    *,
    place: str,
    case=None,
    message=None,
    now: datetime,
) -> None:
    """Keep, for a text that went, which findings were changed before and which went all the same."""
    sent = {finding.rule.code: finding.rule.row for finding in found}
    changed = set(said.seen[:MOST_SEEN]) - sent.keys()
    if not sent and not changed:
        return
    gone = GuardRule.objects.in_force().filter(code__in=changed) if changed else ()
    rows = [(row, Outcome.SENT) for row in sent.values()] + [(row, Outcome.CHANGED) for row in gone]
    because = said.because.strip()[:500]
    GuardCatch.objects.bulk_create(
        GuardCatch(
            rule=row,
            case=case,
            message=message if outcome == Outcome.SENT else None,
            place=place,
            outcome=outcome,
            by=actor,
            because=because if outcome == Outcome.SENT and row.level == Level.SERIOUS else "",
            at=now,
        )
        for row, outcome in rows
    )


def language_of(case) -> str:
    """In which language the owner of a case is written to."""
    return case.owner.language if case.owner_id else case.language


def said_in(given: dict) -> dict:
    """What came over the API, with the sender's reason taken out of it and put where services expect it."""
    rest = dict(given)
    because = rest.pop("guard_because", "") or ""
    return rest | {"said": Said(because=because)}


def must_pass_as_proposal(
    actor, summary: str, *, case, amount: int, said: Said = NOTHING_SAID
) -> list[Finding]:
    """As `must_pass`, for the words of a proposal: what its parts come to is weighed by approval, so its words name no
    more than that; and an apology in it is a part of what is offered and no evasion."""
    words = {"said": said, "field": "summary", "leaving_out": (FindingKind.EMPTY_APOLOGY,)}
    return must_pass(actor, summary, language_of(case), project=case.project, covered=amount, **words)


def sum_past_authority(text: str, *, by, case, covered: int = 0) -> bool:
    """Whether these words promise more than this person may, or was approved for this case."""
    found = read(text, language_of(case), by=by, case=case, covered=covered)
    return any(finding.rule.over_limit for finding in found)
