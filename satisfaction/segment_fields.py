"""What a segment can ask of satisfaction: the latest score and attitude, the average, and who was never asked."""

from django.db.models import Avg, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from owners.segments.fields import Asked, Field, Narrowing, register
from owners.segments.making import compared, having, narrowed, newest, of_count, of_last, of_rows
from owners.segments.terms import Kind, Operator

from .collection.models import Invitation
from .collection.states import InvitationStatus
from .feedback.models import Feedback
from .feedback.states import Attitude

PERIOD = Narrowing("period", pgettext_lazy("field", "period"))
ATTITUDE = Narrowing("attitude", pgettext_lazy("field", "attitude"), tuple(Attitude.choices))
LATEST = (Operator.IN_LAST, Operator.LONGER_AGO, Operator.SINCE, Operator.BEFORE, Operator.FROM_TO,
          Operator.KNOWN, Operator.UNKNOWN)  # fmt: skip


def say() -> None:
    more = {"group": "satisfaction", "verb": "satisfaction.view"}
    register("satisfaction", _("Satisfaction"), [
        Field("satisfaction.latest_score", pgettext_lazy("field", "latest satisfaction score"),
              kind=Kind.NUMBER, compile=latest_score, largest=100, **more),
        Field("satisfaction.average", pgettext_lazy("field", "average satisfaction score"),
              kind=Kind.NUMBER, compile=average, largest=100, **more),
        Field("satisfaction.attitude", pgettext_lazy("field", "latest attitude"), kind=Kind.CHOICE,
              compile=attitude, choices=tuple(Attitude.choices), **more),
        Field("satisfaction.answers", pgettext_lazy("field", "feedback given"), kind=Kind.COUNT,
              compile=of_count(feedback), narrowings=(ATTITUDE, PERIOD),
              noun=lambda n: npgettext("counted", "piece of feedback", "pieces of feedback", n), **more),
        Field("satisfaction.last_feedback", pgettext_lazy("field", "last feedback"), kind=Kind.DATE,
              compile=of_last(feedback, "at", moment=True), operators=LATEST, **more),
        Field("satisfaction.asked", pgettext_lazy("field", "ever asked"), kind=Kind.YES_NO,
              compile=of_rows(invitations), yes=_("has been asked for an opinion"),
              no=_("has never been asked for an opinion"), **more),
    ])  # fmt: skip


def feedback(asked: Asked) -> QuerySet:
    rows = asked.reader.seen(Feedback.objects.all())
    return narrowed(rows, asked, choices={"attitude": "attitude"}, period="at", moment=True)


def invitations(asked: Asked) -> QuerySet:
    """What went out; one that was withheld asked nobody."""
    return asked.reader.seen(Invitation.objects.exclude(status=InvitationStatus.WITHHELD))


def scored(asked: Asked) -> QuerySet:
    return feedback(asked).filter(score__isnull=False)


def _known(asked: Asked) -> Q:
    known = having(scored(asked))
    return known if asked.operator == Operator.KNOWN else ~known


def latest_score(asked: Asked) -> Q:
    if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return _known(asked)
    return having(newest(scored(asked)).filter(compared("score", asked)))


def average(asked: Asked) -> Q:
    if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return _known(asked)
    each = scored(asked).order_by().values("owner").annotate(mean=Avg("score"))
    return Q(pk__in=each.filter(compared("mean", asked)).values("owner"))


def attitude(asked: Asked) -> Q:
    """Of the latest feedback that shows one."""
    if asked.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return _known(asked)
    found = having(newest(scored(asked)).filter(attitude__in=asked.value))
    return found if asked.operator == Operator.ANY_OF else ~found
