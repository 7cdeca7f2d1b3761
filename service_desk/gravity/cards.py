"""What severity shows on the page of a case: the answers, who judged, and the way to more."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.accounts.permissions import may
from crm.web import formats
from service_desk.gravity import rules, selectors
from service_desk.gravity.forms import ImpactForm
from service_desk.gravity.standing import newest_of
from service_desk.gravity.wording import ANSWERS
from service_desk.workspace import lists

TONES = {"ordinary": "calm", "hot": "notice", "important": "danger", "major": "danger"}


def answers_in_words(case) -> list[tuple[str, str]]:
    """What the case does to people, answer by answer, the dangers first."""
    said = [(str(ANSWERS[key]), _("yes")) for key in rules.DANGERS if case.impact.get(key)]
    if case.impact.get("households"):
        said.append((str(ANSWERS["households"]), formats.number_text(case.impact["households"])))
    if case.impact.get("money"):
        said.append((str(ANSWERS["money"]), formats.money_text(case.impact["money"], case.currency)))
    return said


def severity_of_case(request, case, **_more):
    """The card at the side of a case."""
    if not may(request.user, "severity.view", project=case.project):
        return None
    last = newest_of(case)
    context = {
        "case": case,
        "tone": TONES[case.severity],
        "answers": answers_in_words(case),
        "last": last,
        "may_learn": case.is_open and may(request.user, "severity.learn", project=case.project),
        "unconfirmed": case.is_open and case.severity_confirmed_by_id is None,
    }
    return render_to_string("desk/gravity/side.html", context, request)


def unasked(request, case, **_more):
    """That nobody has asked yet what it does to the people, with the form in place: the severity is provisional."""
    if not may(request.user, "severity.view", project=case.project) or not selectors.is_unasked(case):
        return None
    learns = may(request.user, "severity.learn", project=case.project)
    form = ImpactForm(case=case, user=request.user, auto_id="unasked_%s") if learns else None
    context = {"case": case, "form": form, "tone": TONES[case.severity]}
    return render_to_string("desk/gravity/unasked.html", context, request)


def add_view() -> None:
    """The view of the queue whose people have not been asked."""
    label = pgettext_lazy("view", "Not asked")
    lists.add(lists.View("unasked", label, lambda reader: lists.OPEN & selectors.unasked()))
