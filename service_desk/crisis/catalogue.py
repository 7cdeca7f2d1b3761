"""All that the crisis room can do, and what it never does. Every route of the room stands here; a test sees to it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Ability:
    """One thing the room can do: the verb it asks for, and the words for it. `name` is the end of its route."""

    name: str
    verb: str
    words: object


ABILITIES = (
    Ability("crises", "crisis.view", _("show the crises in one's scope")),
    Ability("new_crisis", "crisis.open", _("open a crisis from a case, a group or a mention")),
    Ability("crisis", "crisis.view", _("show one crisis with its timeline")),
    Ability("crisis_case", "crisis.lead", _("put a case under the care of the room")),
    Ability("crisis_duty", "crisis.lead", _("name who is in charge of a task")),
    Ability("crisis_spokesperson", "crisis.lead", _("name another spokesperson, with the reason")),
    Ability(
        "crisis_rhythm", "crisis.lead", _("set how often a report is made and how soon posts are answered")
    ),
    Ability("crisis_draft", "crisis.draft", _("write a statement")),
    Ability("crisis_approve", "crisis.approve", _("approve a statement that somebody else wrote")),
    Ability("crisis_drop", "crisis.approve", _("drop a statement that was not issued")),
    Ability("crisis_publish", "crisis.issue", _("issue the approved statement, as the spokesperson")),
    Ability("crisis_contact", "crisis.log", _("keep who said what to whom")),
    Ability("crisis_correct", "crisis.log", _("add a correction to what was kept")),
    Ability("crisis_post", "crisis.log", _("note a post that was found")),
    Ability("crisis_answer", "crisis.issue", _("answer a post as the company, signed in as oneself")),
    Ability("crisis_legal", "crisis.log", _("keep a step of the legal path")),
    Ability("crisis_legal_done", "crisis.log", _("say what came of a legal step")),
    Ability("crisis_reporting", "crisis.log", _("make a report now")),
    Ability("crisis_report", "crisis.view", _("read and print a report")),
    Ability("crisis_report_pdf", "crisis.view", _("take a report along as a PDF")),
    Ability(
        "crisis_close", "crisis.lead", _("close the crisis with its lessons, once every post is answered")
    ),
)
NEVER = (
    _("It cannot delete, hide, bury or report a post, nor ask anybody to do so."),
    _("It cannot write as an owner, as a customer or as any other person: the account is the company's."),
    _("It cannot write in a colleague's name: the author is always who is signed in."),
    _("It cannot change what was said: a correction is a further entry."),
)
# Words that no route, verb or field of this room may bear.
SUPPRESSING = (
    "delete", "remove", "hide", "suppress", "bury", "sink", "takedown", "take_down", "censor", "block", "mute",
    "downrank", "moderate", "impersonate", "on_behalf", "as_user", "pretend", "alias", "persona", "sockpuppet",
)  # fmt: skip
