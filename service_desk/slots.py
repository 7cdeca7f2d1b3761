"""What the desk puts into the frame: its words on the rail, start pages, and what the search box finds."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import may
from crm.clock import now
from crm.web import slots
from service_desk.cases import selectors
from service_desk.crisis import cards as crisis_cards
from service_desk.escalated import cards as escalated_cards
from service_desk.gravity import cards as gravity_cards
from service_desk.groups import cards as group_cards
from service_desk.promises import card as promise_card


def fill():
    _desk()
    _gravity()
    _rooms()
    _words()
    _frame()


def _desk():
    """The desk itself."""
    slots.navigation("desk", _("Desk"), "desk:queue", "desk", "cases.view", order=10)
    slots.navigation("desk.slips", _("Slips and actions"), "desk:slips", "slip", "slips.answer", order=12)
    slots.navigation("desk.approvals", _("Approvals"), "desk:approvals", "approve", "cases.approve", order=13)
    slots.navigation("desk.visits", _("Return visits"), "desk:visits", "visit", "visits.record", order=14)
    slots.navigation(
        "desk.directives",
        _("Directives"),
        "desk:directives",
        "directive",
        "directives.view",
        order=15,
        later=True,
    )


def _gravity():
    """Severity, group complaints, the crisis room."""
    slots.navigation(
        "settings.thresholds",
        _("Thresholds of severity"),
        "desk:thresholds",
        "late",
        "severity.thresholds",
        order=917,
    )
    slots.fill("case.side", "service_desk.gravity.cards.severity_of_case", order=20)
    slots.fill("case.head", "service_desk.gravity.cards.unasked", order=7)
    gravity_cards.add_view()
    slots.navigation(
        "desk.groups", _("Group complaints"), "desk:groups", "group", "groups.view", order=16, later=True
    )
    slots.fill("case.head", "service_desk.groups.cards.banner", order=30)
    slots.fill("case.for_many", "service_desk.groups.cards.for_many", order=10)
    slots.fill("case.register", "service_desk.groups.cards.hint", order=30)
    group_cards.add_view()
    slots.navigation("desk.crises", _("Crises"), "desk:crises", "crisis", "crisis.view", order=17, later=True)
    slots.fill("case.head", "service_desk.crisis.cards.banner", order=5)
    slots.fill("case.side", "service_desk.crisis.cards.door", order=25)
    crisis_cards.add_view()
    slots.fill("case.head", "service_desk.escalated.cards.badge", order=6)
    slots.fill("case.side", "service_desk.escalated.cards.side", order=11)
    escalated_cards.add_view()
    slots.navigation(
        "settings.difficult",
        _("Difficult complaints"),
        "desk:difficult_thresholds",
        "danger",
        "escalated.thresholds",
        order=921,
    )


def _rooms():
    """What the other rooms show on the case page and put on the rail."""
    slots.fill("top", "service_desk.conversation.card.bell", order=20)
    slots.fill("case.tab", "service_desk.attachments.card.tab", order=10)
    slots.navigation(
        "settings.limits", _("Limits of authority"), "desk:limits", "approve", "authority.set", order=918
    )
    slots.navigation(
        "desk.promises", _("Promises"), "desk:promise_register", "promise", "promises.view", order=16
    )
    slots.navigation(
        "desk.handovers", _("To be taken over"), "desk:handovers", "transfer", "handover.answer", order=17
    )
    slots.fill("case.head", "service_desk.handingover.card.banner", order=11)
    slots.navigation(
        "settings.weights", _("Weights of a demand"), "desk:weights", "value", "weighing.set", order=919
    )
    slots.navigation(
        "desk.departments",
        _("Departments"),
        "desk:departments",
        "building",
        "rating.view",
        order=18,
        later=True,
    )
    slots.fill("case.side", "service_desk.weighing.card.side", order=31)
    slots.fill("case.side", "service_desk.promises.card.side", order=30)
    promise_card.add_view()
    slots.fill("owner.card", "service_desk.promises.card.of_owner", order=12)
    slots.fill("case.head", "service_desk.linking.card.banner", order=10)
    slots.fill("case.head", "service_desk.workspace.cards.tags", order=90)
    slots.fill("case.side", "service_desk.linking.card.side", order=40)


def _words():
    """What helps to find the words, where they come in, when they are due."""
    slots.navigation(
        "settings.guard", _("Reply guard"), "desk:guard_rules", "message", "guidance.use", order=918
    )
    slots.fill("case.composer", "service_desk.guidance.cards.composer", order=20)
    slots.fill("case.side", "service_desk.topics.cards.short_way", order=5)
    slots.fill("case.register", "service_desk.topics.cards.at_registration", order=25)
    slots.fill("case.registered", "service_desk.topics.cards.registered", order=25)
    slots.navigation("desk.praise", _("Praise"), "desk:praise", "good", "praise.read", order=28, later=True)
    slots.navigation(
        "desk.topics", _("Topics"), "desk:topic_report", "chart", "topics.view", order=29, later=True
    )
    slots.fill("case.side", "service_desk.guidance.cards.playbook", order=12)
    slots.navigation(
        "settings.playbooks", _("Playbooks"), "desk:playbooks", "book", "guidance.use", order=920
    )
    slots.navigation(
        "settings.templates", _("Reply templates"), "desk:templates", "note", "guidance.use", order=919
    )
    slots.fill("case.tab", "service_desk.channels.cards.mail_tab", order=20)
    slots.fill("case.head", "service_desk.channels.cards.hotline", order=20)
    slots.fill("case.side", "service_desk.channels.cards.link", order=90)
    slots.fill("case.side", "service_desk.intake.cards.people", order=1)
    slots.navigation("desk.mail", _("Mail that waits"), "desk:quarantine", "mail", "mail.view", order=16)
    slots.navigation(
        "desk.hotline", _("Hotline 12345"), "desk:hotline", "phone", "hotline.view", order=17, later=True
    )
    slots.navigation("desk.sent", _("Sent to owners"), "desk:sent", "send", "sent.view", order=18, later=True)
    slots.fill("case.composer", "service_desk.channels.cards.text_length", order=30)
    slots.navigation("settings.channels", _("Ways in"), "desk:channels", "link", "channels.view", order=919)
    slots.navigation("desk.clocks", _("Deadlines"), "desk:clocks", "clock", "clocks.view", order=11)
    slots.navigation(
        "settings.deadlines",
        _("Rules of the deadlines"),
        "desk:clock_rules",
        "clock",
        "clock_rules.view",
        order=916,
    )
    slots.fill("case.clocks", "service_desk.clocks.card.under_next_action", order=10)
    slots.navigation(
        "desk.figures", _("Figures"), "desk:figures", "chart", "figures.view", order=19, later=True
    )


def _frame():
    """Start pages, the search box, the owner's card; and what stands below."""
    slots.landing("agent", "desk:queue")
    slots.landing("supervisor", "desk:queue")
    slots.landing("spokesperson", "desk:queue")
    slots.landing("handler", "desk:slips")
    slots.landing("callback", "desk:visits")
    slots.fill("search", "service_desk.searching.answers.cases", order=30)
    slots.fill("search", "service_desk.searching.answers.words", order=40)
    slots.fill("owner.actions", register_for_owner, order=10)
    slots.fill("owner.warnings", "service_desk.cases.card.serious_complaints", order=10)
    slots.fill("owner.unknown", "service_desk.cases.card.register_for_stranger", order=10)
    slots.fill("owner.card", cases_of_owner, order=10)
    slots.fill("owner.card", "service_desk.cases.card.promises_to_owner", order=11)
    slots.fill("owner.timeline.kinds", "service_desk.timeline.kinds", order=10)
    slots.fill("owner.timeline", "service_desk.timeline.case_entries", order=10)
    slots.fill("owner.timeline", "service_desk.timeline.directive_entries", order=11)
    slots.fill("case.register", "service_desk.warranty.card.at_registration", order=20)
    slots.fill("case.registered", "service_desk.warranty.taking.registered", order=20)
    slots.fill("case.side", "service_desk.warranty.card.beside_case", order=12)
    slots.fill("case.side", "service_desk.repairs.card.beside_case", order=14)
    slots.fill("case.side", "service_desk.causes.card.beside_case", order=16)
    slots.fill("case.side", "service_desk.dossier.card.beside_case", order=90)
    slots.fill("desk.my_visits", "service_desk.prevention.card.my_looks", order=10)
    slots.navigation(
        "desk.prevention",
        _("Prevention"),
        "desk:prevention",
        "shield",
        "prevention.view",
        order=19,
        later=True,
    )
    slots.navigation(
        "desk.causes", _("Causes"), "desk:cause_report", "chart", "causes.report", order=18, later=True
    )
    slots.navigation("desk.repairs", _("Repairs"), "desk:repairs", "action", "repairs.view", order=16)
    slots.navigation(
        "desk.my_repairs", _("My visits"), "desk:my_repairs", "calendar", "repairs.call", order=17, later=True
    )


def register_for_owner(request, owner):
    """The first thing one does on an owner's card while he is on the line."""
    if not may(request.user, "cases.register"):
        return None
    return render_to_string("desk/owner_action.html", {"owner": owner}, request)


def cases_of_owner(request, owner):
    """What is open for this owner and what was, newest first."""
    if not may(request.user, "cases.view"):
        return None
    rows = selectors.cases_of(request.user, owner, limit=20)
    shown = {"open": [row for row in rows if row.is_open], "closed": [row for row in rows if not row.is_open]}
    return render_to_string("desk/owner_cases.html", {**shown, "now": now()}, request)
