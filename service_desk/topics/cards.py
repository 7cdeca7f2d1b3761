"""The shorter way on the page of a case that has one, and its topic while the call is taken."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from crm import clock
from crm.accounts.permissions import may
from service_desk.topics import selectors, services
from service_desk.topics.forms import SHORT_WAYS
from service_desk.topics.services import STANDS_BEFORE_AN_ANSWER


def short_way(request, case, **_beside):
    """What an inquiry, a suggestion or praise needs instead of the seven steps."""
    form_class = SHORT_WAYS.get(case.kind)
    if form_class is None or case.status not in STANDS_BEFORE_AN_ANSWER:
        return None
    if not may(request.user, "topics.answer", project=case.project):
        return None
    return render_to_string("desk/topics/card.html", {"case": case, "label": form_class.label}, request)


def at_registration(request, call):
    """The topic that the words of an inquiry, a suggestion or praise speak of, chosen already, to be corrected."""
    if call.kind not in SHORT_WAYS or not may(request.user, "topics.answer", project=call.project):
        return None
    guess = next(iter(selectors.proposed_by(call.words)), "")
    said, chosen = request.POST, guess
    if "topic_guess" in said and said.get("topic", "") != said["topic_guess"]:
        chosen = said.get(
            "topic", ""
        )  # his own choice; what only repeats the earlier guess follows the new one
    context = {"choices": selectors.choices(get_language() or "en"), "guess": guess, "chosen": chosen}
    return render_to_string("desk/topics/hint.html", context, request)


def registered(request, case) -> None:
    """The topic that stood in the form is kept with the case; one that is not offered is passed over."""
    code = request.POST.get("topic", "")
    if not code or case.kind not in SHORT_WAYS:
        return
    offered = {row.code for row in selectors.tree()}
    if code in offered and may(request.user, "topics.answer", project=case.project):
        services.tag(request.user, case, topics=[code], now=clock.now())
