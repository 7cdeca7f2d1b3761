"""Weighing a demand, and changing the weights."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.audit import services as audit
from crm.errors import Refused, Stale
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, need, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Verb
from service_desk.weighing import rules, selectors
from service_desk.weighing.models import Weighing, WeighingRule


@transaction.atomic
def weigh(
    actor,
    case: Case,
    *,
    relation: str,
    again: str,
    word: str,
    reasonable: str,
    fault: int,
    loss: int,
    value: int = 0,
    version: int | None = None,
    now: datetime,
) -> Weighing:
    """Keep the answers and the range that follows from them. `value` is passed in from above, in percent.

    Nobody is bound by it; what it rests on can be read back years later.
    """
    answers = {"relation": relation, "again": again, "word": word, "reasonable": reasonable}
    _check(answers, fault, loss)
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    asked = rules.Asked(**answers, fault=fault, loss=loss, demand=case.demand_amount, value=value)
    number, weights = selectors.in_force()
    found = rules.weigh(asked, weights)
    row = Weighing.objects.create(
        case=case,
        rule=number,
        answers=asdict(asked),
        loss=loss,
        standard=found.standard,
        low=found.low,
        high=found.high,
        currency=case.currency,
        reasons=[list(reason) for reason in found.reasons],
        by=actor,
        at=now,
    )
    write(case, by=actor, verb=Verb.WEIGHED, detail={"rule": number}, now=now)
    return row


def _check(answers: dict, fault: int, loss: int) -> None:
    fields = {
        question: _("This choice is not known.")
        for question, answer in answers.items()
        if answer not in rules.ANSWERS[question]
    }
    if not 0 <= fault <= 100:
        fields["fault"] = _("A share lies between 0 and 100 percent.")
    if not 0 <= loss < 2**53:
        fields["loss"] = _("A loss cannot be less than nothing.")
    if fields:
        raise Refused(fields=fields)


@transaction.atomic
def set_weights(
    actor, *, weights: Mapping, because: str, seen: int | None = None, now: datetime
) -> WeighingRule:
    """Put a new version of the weights in force; what was weighed before stays as it was."""
    need(because=because)
    newest = WeighingRule.objects.select_for_update(no_key=True).order_by("-number").first()
    number = newest.number if newest else 0
    if seen is not None and seen != number:
        raise Stale(yours=seen, current=number)
    if wrong := rules.faults_of(weights):
        sentence = _("A whole percentage from 0 to %(most)d is needed.") % {"most": rules.HIGHEST}
        raise Refused(fields=dict.fromkeys(wrong, sentence))
    row = WeighingRule.objects.create(
        number=number + 1, weights=dict(weights), active_from=now, made_by=actor, because=because
    )
    audit.record(actor, "weighing.set", row, now=now, because=because, after={"number": row.number})
    return row


@transaction.atomic
def bring_back(
    actor, number: int, *, because: str = "", seen: int | None = None, now: datetime
) -> WeighingRule:
    """Let earlier weights hold again, as a new version; 0 are those that ship."""
    holds, _weights = selectors.in_force()
    row = versions.earlier(selectors.version(number), in_force=number == holds)
    said = {"because": versions.why(number, because), "seen": holds if seen is None else seen}
    return set_weights(actor, weights=row.weights, now=now, **said)
