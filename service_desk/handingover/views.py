"""What waits to be taken over."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.accounts.permissions import may
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.handingover import selectors


@page("handover.view")
@require_GET
def waiting(request):
    rows, mark = selectors.waiting_for(request.user), request.GET.get("after")
    found = keyset_page(rows, by=selectors.OLDEST, mark=mark, size=selectors.PAGE)
    answers = may(request.user, "handover.answer")
    for row in found:
        row.may_answer = answers and selectors.is_to_answer(request.user, row)
        row.may_withdraw = answers and request.user.pk in (row.proposed_by_id, row.giver_id)
    to_take = selectors.mine_to_answer(request.user).count() if answers else 0
    return render(request, "desk/handingover/list.html", {"page_of_rows": found, "to_take": to_take})
