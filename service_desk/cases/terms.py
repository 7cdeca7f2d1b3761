"""The words of the trade that a case is described in; pure. The glossary fixes them in four languages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    COMPLAINT = "complaint", _("complaint")
    INQUIRY = "inquiry", _("inquiry")
    SUGGESTION = "suggestion", _("suggestion")
    REPAIR = "repair", _("repair")
    PRAISE = "praise", _("praise")


# These go the whole seven steps; the others are answered by the agent himself.
PROCEDURE_KINDS = {CaseKind.COMPLAINT, CaseKind.REPAIR}


class Channel(TextChoices):
    PHONE = "phone", _("telephone")
    FRONT_DESK = "front_desk", _("front desk")
    PORTAL = "portal", _("owner portal")
    WEB = "web", _("web form")
    MAIL = "mail", _("e-mail")
    WECOM = "wecom", _("WeCom")
    SOCIAL = "social", _("social media")
    HOTLINE_12345 = "hotline_12345", _("government hotline 12345")
    API = "api", _("interface")
    IMPORT = "import", _("import")


class Subject(TextChoices):
    """First level of the class tree; finer classes follow after a full stop (`handover.keys`)."""

    ENGINEERING_QUALITY = "engineering_quality", _("engineering quality")
    SALES_SERVICE = "sales_service", _("sales service")
    PLANNING_DESIGN = "planning_design", _("planning and design")
    PROPERTY_SERVICE = "property_service", _("property service")
    CUSTOMER_SERVICE = "customer_service", _("customer service")
    HANDOVER = "handover", _("handover")
    TITLE_DEED = "title_deed", _("title deed")
    CONTRACT_REFUND = "contract_refund", _("contract and refund")
    OTHER = "other", _("other")


class Severity(TextChoices):
    ORDINARY = "ordinary", _("ordinary")
    HOT = "hot", _("hot")
    IMPORTANT = "important", _("important")
    MAJOR = "major", _("major")


class Emotion(TextChoices):
    CALM = "calm", _("calm")
    AGITATED = "agitated", _("agitated")
    ANGRY = "angry", _("angry")


class PartKind(TextChoices):
    APOLOGY = "apology", _("apology")
    REPAIR = "repair", _("repair work")
    REPLACEMENT = "replacement", _("replacement")
    MONEY = "money", _("refund or money")
    GIFT = "gift", _("gift")
    WARRANTY = "warranty", _("extended warranty or free service")
    DISCOUNT = "discount", _("discount")
    OTHER = "other", _("other")


class VisitOutcome(TextChoices):
    REACHED = "reached", _("reached")
    NO_ANSWER = "no_answer", _("no answer")
    NOT_NOW = "not_now", _("not now")
    REFUSED = "refused", _("did not wish it")


class Direction(TextChoices):
    IN = "in", _("from the owner")
    OUT = "out", _("to the owner")
    NOTE = "note", _("internal note")


class Verb(TextChoices):
    """What happened, as a layman reads it in the history of a case."""

    REGISTERED = "registered", _("registered what the owner reported")
    ASSIGNED = "assigned", _("gave the case to an agent")
    OWNER_ATTACHED = "owner_attached", _("found out whose case it is")
    SEVERITY_CONFIRMED = "severity_confirmed", _("confirmed how serious it is")
    IMPACT_LEARNED = "impact_learned", _("noted what more it does to them")
    INVESTIGATED = "investigated", _("wrote down the finding")
    EXPLAINED = "explained", _("explained to the owner why the complaint is not substantiated")
    TRANSFERRED = "transferred", _("sent a transfer slip to the department")
    SLIP_ANSWERED = "slip_answered", _("answered the transfer slip")
    PROPOSED = "proposed", _("drew up a proposal")
    OFFERED = "offered", _("put the proposal to the owner")
    DISAPPROVED = "disapproved", _("did not approve the proposal")
    OWNER_AGREED = "owner_agreed", _("noted that the owner agreed")
    OWNER_REFUSED = "owner_refused", _("noted that the owner refused")
    ACTION_ADDED = "action_added", _("set an action")
    ACTION_FINISHED = "action_finished", _("finished an action")
    COMPLETED = "completed", _("reported the work as carried out")
    VISITS_PLANNED = "visits_planned", _("planned the return visits")
    VISITED = "visited", _("asked the owner on a return visit")
    VISIT_ANSWERED = "visit_answered", _("took the owner's own answer for the return visit")
    VISIT_FAILED = "visit_failed", _("tried a return visit without reaching the owner")
    CLOSING_AGREED = "closing_agreed", _("decided to close once the return visits are made")
    CLOSED = "closed", _("closed the case")
    REOPENED = "reopened", _("started again from the investigation")
    REPLIED = "replied", _("wrote to the owner")
    OWNER_WROTE = "owner_wrote", _("noted what the owner added")
    NOTED = "noted", _("left an internal note")
    FILED = "filed", _("added a photo or document")
    UNFILED = "unfiled", _("took away a photo or document")
    ENDORSED = "endorsed", _("signed the proposal; another signature is needed")
    REMINDED = "reminded", _("reminded whoever has to approve")
    PROMISED = "promised", _("wrote down a promise")
    PROMISE_SETTLED = "promise_settled", _("said what became of a promise")
    WEIGHED = "weighed", _("weighed what the owner asks for")
    HAND_OVER_PROPOSED = "hand_over_proposed", _("asked a colleague to take the case over")
    HAND_OVER_ACCEPTED = "hand_over_accepted", _("took the case over")
    HAND_OVER_REFUSED = "hand_over_refused", _("did not take the case over")
    HAND_OVER_WITHDRAWN = "hand_over_withdrawn", _("took back the wish to hand the case over")
    MARKED_DIFFICULT = "marked_difficult", _("marked the complaint as difficult")
    PLAN_DRAWN = "plan_drawn", _("prepared the plan for a difficult complaint")
    PLAN_ALLOWED = "plan_allowed", _("allowed the plan for a difficult complaint")
    PLAN_RETURNED = "plan_returned", _("did not allow the plan for a difficult complaint")
    DIFFICULT_ENDED = "difficult_ended", _("said how the difficult complaint ended")
    DIFFICULT_WITHDRAWN = "difficult_unmarked", _("took back that the complaint is difficult")
    SIGNED = "signed", _("had the owner sign")
    MERGED = "merged", _("merged the case into another")
    TOOK_IN = "took_in", _("took in a case about the same thing")
    MERGE_UNDONE = "merge_undone", _("took a merge back")
    LINKED = "linked", _("linked another case")
    UNLINKED = "unlinked", _("ended a link with another case")
    GROUP_JOINED = "group_joined", _("put the case into a group complaint")
    GROUP_LEFT = "group_left", _("took the case out of a group complaint")
    CRISIS_JOINED = "crisis_joined", _("put the case under the care of the crisis room")
    WARRANTY_JUDGED = "warranty_judged", _("looked up the warranty")
    WARRANTY_EXTENDED = "warranty_extended", _("extended the warranty as agreed")
    CAUSE_NAMED = "cause_named", _("named the cause")
    REPAIR_ORDERED = "repair_ordered", _("ordered a repair")
    REPAIR_OFFERED = "repair_offered", _("offered times for a visit of the repairers")
    REPAIR_AGREED = "repair_agreed", _("agreed on a time for the repairers")
    REPAIR_VISITED = "repair_visited", _("said what came of the repairers' visit")
    REPAIR_CALLED_OFF = "repair_called_off", _("cancelled a visit of the repairers")
    REPAIR_DONE = "repair_done", _("reported the repair as done")
    REPAIR_CANCELLED = "repair_cancelled", _("called a repair off")
    CLOCK_WARNED = "clock_warned", _("gave its warning")
    CLOCK_PAUSED = "clock_paused", _("let a clock stand still")
    CLOCK_RESUMED = "clock_resumed", _("let a clock go on")
    CLOCK_RETIMED = "clock_retimed", _("set a clock by another rule")
    CLOCK_EARLIER = "clock_earlier", _("asked for an answer earlier")
