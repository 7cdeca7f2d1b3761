"""Before an owner is forgotten: what has to be ended first, and which cases of unknown callers may be his."""

from django.utils.translation import gettext_lazy as _

from owners.privacy.checking import Hindrance, Perhaps, hinders, may_be_his


@hinders
def _open_cases(owners):
    """Whoever waits for an answer is answered first."""
    from service_desk.cases.models import Case

    numbers = tuple(
        Case.objects.open().filter(owner__in=owners).order_by("number").values_list("number", flat=True)
    )
    if numbers:
        yield Hindrance(_("A complaint is open: close it first."), numbers)


@hinders
def _open_directives(owners):
    from service_desk.directives.models import Directive

    rows = Directive.objects.open().filter(owner__in=owners).order_by("number")
    if numbers := tuple(rows.values_list("number", flat=True)):
        yield Hindrance(_("A directive is open: fulfil or withdraw it first."), numbers)


def _of_unknown_callers(owners):
    """Cases without an owner that rest in one of his, straight or through another."""
    from service_desk.linking.models import CaseMerge

    merges = CaseMerge.objects.filter(undone_at=None, gone__owner=None).select_related("gone", "kept")
    found = list(merges.filter(kept__owner__in=owners).order_by("gone__number"))
    fresh = {row.gone_id: row.kept.number for row in found}
    while found:
        yield from (Perhaps(row.gone.number, row.gone.received_at, fresh[row.gone_id]) for row in found)
        found = list(merges.filter(kept__in=fresh, kept__owner=None).exclude(gone__in=fresh))
        fresh |= {row.gone_id: fresh[row.kept_id] for row in found}


def _make_his(owner, numbers) -> None:
    from service_desk.cases.models import Case

    Case.objects.filter(number__in=numbers, owner=None).update(owner=owner)


may_be_his(_of_unknown_callers, _make_his)
