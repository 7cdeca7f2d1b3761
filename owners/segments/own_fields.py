"""The fields of this floor: profile, stage, places, homes and purchases."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from crm.privacy.models import Purpose
from crm.privacy.visibility import MASKED
from owners.contracts.states import Payment, PurchaseKind, Stage
from owners.deeds.states import Milestone
from owners.homes.models import HomeType
from owners.people import choices
from owners.prospects.choices import Lost

from . import lookup, profile_conditions, rows
from .fields import Field, Narrowing, clearly, register
from .making import (
    of_any_row,
    of_choice,
    of_count,
    of_date,
    of_flag,
    of_last,
    of_listed_rows,
    of_number,
    of_rows,
    of_sum,
    of_text,
)
from .terms import Kind, Operator

LANGUAGES = (("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English"), ("fi", "Suomi"))
DATE_IN_PAST = (
    Operator.IN_LAST,
    Operator.LONGER_AGO,
    Operator.SINCE,
    Operator.BEFORE,
    Operator.FROM_TO,
    Operator.KNOWN,
    Operator.UNKNOWN,
)
LISTED = (Operator.ANY_OF, Operator.NONE_OF)
COMPARED = (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS, Operator.BETWEEN)
PERIOD = Narrowing("period", pgettext_lazy("field", "period"))


def say() -> None:
    """Register what this floor can be asked."""
    register("profile", _("Profile"), [*_profile(), *_hints()])
    register("stage", _("Stage"), _stage())
    register("place", _("Place"), _places())
    register("home", _("Home"), _homes())
    register("purchase", _("Purchases"), _purchases())
    register("prospect", _("Interest in projects"), _prospects())


def _choice(key: str, label, pairs, column: str, *, sees=(), operators=LISTED, **more) -> Field:
    return Field(
        f"profile.{key}",
        label,
        "profile",
        Kind.CHOICE,
        of_choice(column, **more),
        choices=tuple(pairs),
        sees=clearly(*sees),
        operators=operators,
    )


def _profile() -> list[Field]:
    any_operator = ()
    column = "owners.owner.{}".format
    return [
        _choice("kind", pgettext_lazy("field", "kind of owner"), choices.OwnerKind.choices, "kind"),
        _choice("gender", pgettext_lazy("field", "gender"), choices.Gender.choices, "gender",
                sees=[column("gender")], operators=any_operator),
        Field("profile.age", pgettext_lazy("field", "age reached this year"), "profile", Kind.NUMBER,
              profile_conditions.age, sees=((column("birth_date"), MASKED),), largest=130),
        Field("profile.birthday", pgettext_lazy("field", "birthday"), "profile", Kind.BIRTHDAY,
              profile_conditions.birthday, sees=clearly(column("birth_date"))),
        _choice("language", pgettext_lazy("field", "language"), LANGUAGES, "language"),
        _choice("channel", pgettext_lazy("field", "preferred channel"), choices.Channel.choices,
                "preferred_channel", sees=[column("preferred_channel")]),
        _choice("hours", pgettext_lazy("field", "best time to call"), choices.Hours.choices, "hours",
                sees=[column("hours")]),
        Field("profile.do_not_call", pgettext_lazy("field", "wish not to be called"), "profile", Kind.YES_NO,
              of_flag("do_not_call"), sees=clearly(column("do_not_call")),
              yes=_("does not wish to be called"), no=_("may be called")),
        _choice("housing", pgettext_lazy("field", "housing situation"), choices.Housing.choices, "housing",
                sees=[column("housing")], operators=any_operator),
        _choice("education", pgettext_lazy("field", "education"), choices.Education.choices, "education",
                sees=[column("education")], operators=any_operator),
        Field("profile.occupation", pgettext_lazy("field", "occupation"), "profile", Kind.TEXT,
              of_text("occupation"), sees=clearly(column("occupation"))),
        Field("profile.activities", pgettext_lazy("field", "activities"), "profile", Kind.TEXT,
              of_text("activities"), sees=clearly(column("activities"))),
        Field("profile.manager", pgettext_lazy("field", "relationship manager"), "profile", Kind.PERSON,
              profile_conditions.manager, choices=lookup.managers),
        _choice("source", pgettext_lazy("field", "source"), choices.Source.choices, "source", operators=any_operator),
        Field("profile.known_since", pgettext_lazy("field", "first known to us"), "profile", Kind.DATE,
              of_date("known_since"), operators=DATE_IN_PAST[:5]),
        Field("profile.completeness", pgettext_lazy("field", "completeness of the profile in per cent"),
              "profile", Kind.NUMBER, of_number("completeness"), operators=COMPARED, largest=100),
        Field("profile.consent", pgettext_lazy("field", "consent in force"), "profile", Kind.CHOICE,
              profile_conditions.consent, choices=tuple(Purpose.choices), operators=LISTED),
    ]  # fmt: skip


def _hints() -> list[Field]:
    """For whoever answers, and asked by nobody else."""
    column = "owners.owner.{}".format
    return [
        _choice("income_band", pgettext_lazy("field", "household income a year"), choices.IncomeBand.choices,
                "income_band", sees=[column("income_band")], operators=()),
        _choice("manner", pgettext_lazy("field", "manner"), choices.Manner.choices, "manner",
                sees=[column("manner")], operators=()),
        _choice("sensitive_trade", pgettext_lazy("field", "sensitive trade"), choices.SensitiveTrade.choices,
                "sensitive_trade", sees=[column("sensitive_trade")], operators=()),
    ]  # fmt: skip


def _stage() -> list[Field]:
    return [
        Field("stage.is", pgettext_lazy("field", "stage"), "stage", Kind.CHOICE, of_choice("stage"),
              choices=tuple(Stage.choices), operators=LISTED),
        Field("stage.since", pgettext_lazy("field", "start of this stage"), "stage", Kind.DATE,
              of_date("stage_on"), operators=DATE_IN_PAST[:5]),
        Field("stage.until", pgettext_lazy("field", "end of this stage by time alone"), "stage", Kind.DATE,
              of_date("stage_until")),
        Field("stage.visits", pgettext_lazy("field", "showroom visits"), "stage", Kind.COUNT,
              of_count(rows.visits), narrowings=(PERIOD,),
              noun=lambda n: npgettext("counted", "showroom visit", "showroom visits", n)),
    ]  # fmt: skip


def _places() -> list[Field]:
    return [
        Field("place.project", pgettext_lazy("field", "project"), "place", Kind.PLACE,
              of_listed_rows(rows.ties, "project__code"), choices=lookup.projects),
        Field("place.city", pgettext_lazy("field", "city"), "place", Kind.PLACE,
              of_listed_rows(rows.ties, "project__city__code"), choices=lookup.cities),
        Field("place.region", pgettext_lazy("field", "region"), "place", Kind.PLACE,
              of_listed_rows(rows.ties, "project__city__region__code"), choices=lookup.regions),
        Field("place.building", pgettext_lazy("field", "building of a home"), "place", Kind.PLACE,
              rows.in_buildings, verb="homes.view", choices=lookup.buildings),
        Field("place.phase", pgettext_lazy("field", "phase of a home"), "place", Kind.PLACE,
              rows.in_phases, verb="homes.view", choices=lookup.phases),
    ]  # fmt: skip


def _homes() -> list[Field]:
    more = {"group": "home", "verb": "homes.view"}
    return [
        Field("home.count", pgettext_lazy("field", "homes owned today"), kind=Kind.COUNT,
              compile=of_count(rows.owned), narrowings=(_types(),),
              noun=lambda n: npgettext("counted", "home owned today", "homes owned today", n), **more),
        Field("home.type", pgettext_lazy("field", "type of a home"), kind=Kind.CHOICE,
              compile=of_listed_rows(rows.owned, "home__type"), choices=tuple(HomeType.choices),
              operators=LISTED, **more),
        Field("home.area", pgettext_lazy("field", "area of a home in m²"), kind=Kind.NUMBER,
              compile=of_any_row(rows.owned, "home__area"), operators=COMPARED, **more),
        Field("home.handover", pgettext_lazy("field", "handover of a home"), kind=Kind.DATE,
              compile=rows.handed_over, **more),
        Field("home.deed", pgettext_lazy("field", "next milestone of a title deed"), "home", Kind.CHOICE,
              of_listed_rows(rows.deeds, "next_milestone", owner="purchase__owner"), verb="deeds.view",
              choices=tuple(Milestone.choices), operators=LISTED),
        Field("home.handover_due", pgettext_lazy("field", "planned handover of a home"), kind=Kind.DATE,
              compile=rows.handover_due, **more),
    ]  # fmt: skip


def _types() -> Narrowing:
    return Narrowing("type", pgettext_lazy("field", "type"), tuple(HomeType.choices))


def _purchases() -> list[Field]:
    kinds = Narrowing("kind", pgettext_lazy("field", "kind"), tuple(PurchaseKind.choices))
    more = {"group": "purchase", "verb": "purchases.view"}
    return [
        Field("purchase.count", pgettext_lazy("field", "purchases"), kind=Kind.COUNT,
              compile=of_count(rows.purchases), narrowings=(kinds, PERIOD),
              noun=lambda n: npgettext("counted", "purchase", "purchases", n), **more),
        Field("purchase.total", pgettext_lazy("field", "purchases in all"), kind=Kind.MONEY,
              compile=of_sum(rows.signings, "amount"), sees=clearly("owners.purchase.amount"),
              operators=(Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN), **more),
        Field("purchase.last_signed", pgettext_lazy("field", "last contract signed"), kind=Kind.DATE,
              compile=of_last(rows.signings, "signed_on", moment=False), operators=DATE_IN_PAST, **more),
        Field("purchase.payment", pgettext_lazy("field", "way of payment"), kind=Kind.CHOICE,
              compile=of_listed_rows(rows.purchases, "payment"), choices=tuple(Payment.choices),
              operators=LISTED, **more),
        Field("purchase.cancelled", pgettext_lazy("field", "cancelled purchase"), kind=Kind.YES_NO,
              compile=of_rows(rows.cancelled), yes=_("has cancelled a purchase"),
              no=_("has never cancelled a purchase"), **more),
    ]  # fmt: skip


def _prospects() -> list[Field]:
    more = {"group": "prospect", "verb": "prospects.view"}
    return [
        Field("prospect.open", pgettext_lazy("field", "interest in a project"), kind=Kind.YES_NO,
              compile=of_rows(rows.interests), yes=_("is interested in a project"),
              no=_("is interested in no project"), **more),
        Field("prospect.score", pgettext_lazy("field", "likelihood to buy"), kind=Kind.NUMBER,
              compile=of_any_row(rows.interests, "score"), operators=COMPARED, largest=100, **more),
        Field("prospect.source", pgettext_lazy("field", "way of the first inquiry"), kind=Kind.CHOICE,
              compile=of_listed_rows(rows.interests, "source"), choices=tuple(choices.Source.choices),
              operators=LISTED, **more),
        Field("prospect.lost", pgettext_lazy("field", "reason of a lost interest"), kind=Kind.CHOICE,
              compile=of_listed_rows(rows.lost, "lost_because"), choices=tuple(Lost.choices),
              operators=LISTED, **more),
    ]  # fmt: skip
