"""A page for each department: how it serves the desk and the desk it, and rating each other."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused
from crm.web.asked import whole
from crm.web.pages import page
from service_desk.cases.access import slip_for
from service_desk.rating import charts, selectors, services
from service_desk.rating.models import Side


@page("rating.view")
@require_GET
def departments(request):
    """All departments side by side."""
    found = selectors.departments_of(request.user)
    services_of = selectors.services_of(request.user, found, now=clock.now())
    rows = [{"department": row, "service": services_of[row.pk]} for row in found]
    return render(request, "desk/rating/departments.html", {"rows": rows})


@page("rating.view")
@require_GET
def department(request, code):
    """One department: its figures, how they went month by month, the newest ratings, and what may still be rated."""
    return _department(request, selectors.department_called(request.user, code))


def _department(request, row, *, wrong=None, status=200):
    """`wrong` is a rating to correct: of which slip, with its words and what is to be mended."""
    now, side = clock.now(), _side(request.user)
    months = selectors.months_of(request.user, row, now=now)
    context = {
        "department": row,
        "service": selectors.service_of(request.user, row, now=now),
        "headline": charts.headline(months),
        "chart": charts.stars(months),
        "table": charts.table(months),
        "ratings": selectors.ratings_of(request.user, row),
        "side": side,
        "slips": selectors.to_rate(request.user, row, side) if side else [],
        "stars": range(1, 6),
        "longest": services.LONGEST,
        "wrong_rating": wrong,
    }
    return render(request, "desk/rating/department.html", context, status=status)


def _side(user) -> str:
    if may(user, "rating.desk"):
        return Side.DESK
    return Side.DEPARTMENT if may(user, "rating.department") else ""


@page("rating.view")
@require_POST
def rate(request, number):
    """Note what one side thinks of the other."""
    side = _side(request.user)
    slip = rateable(request.user, number, side)
    stars = whole(request.POST.get("stars", "")) or 0
    words = request.POST.get("words", "").replace("\r\n", "\n")
    try:
        services.rate(request.user, slip, side=side, stars=stars, words=words, now=clock.now())
    except Refused as refusal:
        wrong = {"slip": slip.pk, "words": words, "why": " ".join(map(str, refusal.fields.values()))}
        return _department(request, slip.department, wrong=wrong, status=refusal.status)
    messages.success(request, _("Thank you; the rating is noted."))
    return redirect("desk:department", slip.department.code)


def rateable(user, number: str, side: str):
    """The slip of this number, where the user may rate for this side."""
    return slip_for(user, number, to="rating.desk" if side == Side.DESK else "slips.answer")
