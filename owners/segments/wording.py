"""A tree in words, in the reader's language: each language has its own order, and one that reads well."""

from collections.abc import Mapping

from babel import dates
from django.utils.translation import get_language, npgettext, pgettext
from django.utils.translation import gettext as _

from crm.web import formats

from .periods import Days, Span
from .rules import Amount, Condition, Group
from .terms import Join, Kind, Operator, Unit

NOTHING: Mapping = {}
# A language that counts with measure words writes them behind the noun: 投诉|次 is said 投诉不少于2次.
MEASURE = "|"


def explain(group: Group, words: Mapping = NOTHING) -> str:
    """The whole tree as one sentence without a full stop. `words` says what looked-up values are called."""
    said = _group(group, words, outermost=True)
    return said[:1].upper() + said[1:]


def say(part: Condition, words: Mapping = NOTHING) -> str:
    """One condition, as it stands in the middle of a sentence."""
    field, operator = part.field, part.operator
    if field.kind == Kind.YES_NO:
        return str(field.yes if operator == Operator.YES else field.no)
    if field.kind == Kind.COUNT:
        return _count(part, words)
    if field.kind == Kind.BIRTHDAY:
        return _birthday(part)
    if field.kind == Kind.DATE:
        return _date(part)
    return _compared(part, words)


def _group(group: Group, words: Mapping, outermost: bool = False) -> str:
    parts = [_group(part, words) if isinstance(part, Group) else say(part, words) for part in group.parts]
    if group.join == Join.NONE:
        return pgettext("conditions", "not (%(said)s)") % {"said": _or(parts)}
    said = _and(parts) if group.join == Join.ALL else _or(parts)
    return said if outermost or len(parts) == 1 else pgettext("conditions", "(%(said)s)") % {"said": said}


def _and(parts: list[str]) -> str:
    return pgettext("between conditions", ", and ").join(parts)


def _or(parts: list[str]) -> str:
    return pgettext("between conditions", ", or ").join(parts)


def _listed(values: list[str], last: str) -> str:
    """One, two or three; `last` stands before the last of them."""
    if len(values) < 2:
        return "".join(values)
    return pgettext("between values", ", ").join(values[:-1]) + last + values[-1]


def _compared(part: Condition, words: Mapping) -> str:
    said = {"field": part.field.label, **_sizes(part)}
    match part.operator:
        case Operator.ANY_OF:
            said["values"] = _listed(_labels(part, words), pgettext("between values", " or "))
            return _("%(field)s is %(values)s") % said
        case Operator.NONE_OF:
            said["values"] = _listed(_labels(part, words), pgettext("between values", " or "))
            return _("%(field)s is not %(values)s") % said
        case Operator.AT_LEAST:
            return _("%(field)s is at least %(low)s") % said
        case Operator.AT_MOST:
            return _("%(field)s is at most %(high)s") % said
        case Operator.EQUALS:
            return _("%(field)s is exactly %(low)s") % said
        case Operator.BETWEEN:
            return _("%(field)s is between %(low)s and %(high)s") % said
        case Operator.CONTAINS:
            return _("%(field)s contains “%(text)s”") % (said | {"text": part.value})
    return _known(part)


def _known(part: Condition) -> str:
    known = _("%(field)s is known") if part.operator == Operator.KNOWN else _("%(field)s is not known")
    return known % {"field": part.field.label}


def _sizes(part: Condition) -> dict[str, str]:
    """The bounds of a comparison as they are written."""
    value = part.value
    if isinstance(value, Amount):
        bounds = {"low": value.low, "high": value.high}
        return {
            name: formats.money_text(size, value.currency)
            for name, size in bounds.items()
            if size is not None
        }
    if part.operator == Operator.BETWEEN:
        return {"low": formats.number_text(value[0]), "high": formats.number_text(value[1])}
    if part.operator in (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS):
        return dict.fromkeys(("low", "high"), formats.number_text(value))
    return {}


def _labels(part: Condition, words: Mapping) -> list[str]:
    if part.field.is_looked_up:
        unknown = _("something you may not see")
        return [words.get((part.field.key, value), unknown) for value in part.value]
    return _of_list(part.field.choices, part.value)


def _of_list(choices, values) -> list[str]:
    labels = dict(choices)
    return [_inside(str(labels[value])) for value in values]


def _inside(label: str) -> str:
    """A label in the middle of a sentence: without its capital, unless it is a name or an abbreviation."""
    european = (get_language() or "en").split("-")[0] in ("en", "fi")
    plain = european and label[1:2].islower() and not label.startswith(_NAMES)
    return label[:1].lower() + label[1:] if plain else label


_NAMES = ("Finnish", "Hong Kong", "Taiwan", "English", "Suomi", "WeChat", "WeCom", "Bachelor", "Master")


def _count(part: Condition, words: Mapping) -> str:
    """At least 2 complaints in the last 12 months."""
    value, between = part.value, part.operator == Operator.BETWEEN
    n = value[1] if between else value
    noun, _bar, measure = _noun(part, n).partition(MEASURE)
    said = {"noun": noun, "where": _where(part), "period": _period(part.where.get("period"))}
    said["n"] = formats.number_text(n) + measure
    if between:
        said |= {"low": formats.number_text(value[0]), "high": said.pop("n")}
        return _joined(_("%(low)s to %(high)s %(noun)s %(where)s %(period)s") % said)
    if n == 0 and part.operator != Operator.AT_LEAST:
        del said["n"]
        return _joined(_("no %(noun)s %(where)s %(period)s") % said)
    if part.operator == Operator.AT_LEAST:
        return _joined(_("at least %(n)s %(noun)s %(where)s %(period)s") % said)
    if part.operator == Operator.AT_MOST:
        return _joined(_("at most %(n)s %(noun)s %(where)s %(period)s") % said)
    return _joined(_("exactly %(n)s %(noun)s %(where)s %(period)s") % said)


def _joined(said: str) -> str:
    return " ".join(said.split())


def _noun(part: Condition, n: int) -> str:
    """Complaints rather than cases, where only complaints are counted."""
    field = part.field
    first = field.narrowings[0].key if field.narrowings else ""
    chosen = part.where.get(first, ())
    noun = field.nouns.get(chosen[0]) if len(chosen) == 1 else None
    return (noun or field.noun)(n)


def _where(part: Condition) -> str:
    """What is counted, in brackets, as far as the noun does not say it."""
    field, said = part.field, []
    for narrowing in field.narrowings:
        values = part.where.get(narrowing.key)
        if not values or narrowing.is_period:
            continue
        if narrowing is field.narrowings[0] and len(values) == 1 and values[0] in field.nouns:
            continue
        listed = _listed(_of_list(narrowing.choices, values), pgettext("between values", " or "))
        said.append(
            pgettext("conditions", "%(field)s: %(values)s") % {"field": narrowing.label, "values": listed}
        )
    if not said:
        return ""
    return pgettext("conditions", "(%(said)s)") % {"said": pgettext("between brackets", "; ").join(said)}


def _period(period: Span | Days | None) -> str:
    if isinstance(period, Span):
        return pgettext("period", "in the last %(span)s") % {"span": _span(period)}
    if isinstance(period, Days):
        return pgettext("period", "from %(first)s to %(last)s") % _ends(period)
    return ""


def _ends(days: Days) -> dict[str, str]:
    return {"first": formats.date_text(days.first), "last": formats.date_text(days.last)}


def _span(span: Span) -> str:
    """How long, in the case in which a language says "in the last …"."""
    n = {"n": formats.number_text(span.n)}
    match span.unit:
        case Unit.DAYS:
            return npgettext("length of a span", "%(n)s day", "%(n)s days", span.n) % n
        case Unit.WEEKS:
            return npgettext("length of a span", "%(n)s week", "%(n)s weeks", span.n) % n
        case Unit.MONTHS:
            return npgettext("length of a span", "%(n)s month", "%(n)s months", span.n) % n
    return npgettext("length of a span", "%(n)s year", "%(n)s years", span.n) % n


def _date(part: Condition) -> str:
    said = {"field": part.field.label}
    match part.operator:
        case Operator.IN_LAST:
            return _("%(field)s within the last %(span)s") % (said | {"span": _span(part.value)})
        case Operator.LONGER_AGO:
            return _("%(field)s more than %(span)s ago") % (said | {"span": _span(part.value)})
        case Operator.IN_NEXT:
            return _("%(field)s within the next %(span)s") % (said | {"span": _span(part.value)})
        case Operator.SINCE:
            return _("%(field)s on %(day)s or later") % (said | {"day": formats.date_text(part.value)})
        case Operator.BEFORE:
            return _("%(field)s before %(day)s") % (said | {"day": formats.date_text(part.value)})
        case Operator.FROM_TO:
            return _("%(field)s from %(first)s to %(last)s") % (said | _ends(Days(*part.value)))
    return _known(part)


def _birthday(part: Condition) -> str:
    match part.operator:
        case Operator.THIS_MONTH:
            return _("birthday this month")
        case Operator.NEXT_MONTH:
            return _("birthday next month")
        case Operator.IN_NEXT:
            return _("birthday within the next %(span)s") % {"span": _span(part.value)}
    names = dates.get_month_names("wide", "stand-alone", formats.locale())
    months = [names[month] for month in part.value]
    return _("birthday in %(months)s") % {"months": _listed(months, pgettext("between values", " or "))}
