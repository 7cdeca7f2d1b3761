"""Reading crises: the list, the room with its timeline, what a case page and the reply guard must know."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from crm.accounts.permissions import where_may
from service_desk.cases import hanging
from service_desk.crisis.models import Crisis, CrisisCase, CrisisStatement
from service_desk.crisis.states import CrisisStatus, StatementStatus

PAGE = 100


def crises(user):
    """Crises in scope, for a keyset page, the newest first; with what waits in each."""
    rows = where_may(Crisis.objects.select_related("project", "spokesperson"), user, "crisis.view")
    return rows.annotate(
        cases=Count("members", distinct=True),
        posts_waiting=Count("posts", filter=Q(posts__answered_at=None), distinct=True),
    )


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    icon: str
    what: str
    who: str
    said: str = ""


@dataclass(frozen=True)
class Room:
    """What the page of one crisis shows."""

    cases: list
    duties: list
    statements: list
    current: CrisisStatement | None
    contacts: list
    posts: list
    legal_steps: list
    reports: list
    timeline: list
    is_cut: bool  # there is more than is shown

    @property
    def waiting_posts(self) -> list:
        return [post for post in self.posts if post.answered_at is None]


def room(crisis: Crisis, *, most: int | None = PAGE) -> Room:
    """Everything that is kept of a crisis, of each kind the newest `most`: a fixed number of queries."""
    statements = list(
        crisis.statements.select_related("written_by", "approved_by", "published_by").order_by("-version")
    )
    contacts = crisis.contacts.filter(adds_to=None).select_related("by").prefetch_related("addenda__by")
    contacts, more_contacts = _newest(contacts.order_by("-at", "-pk"), most)
    posts = crisis.posts.select_related("found_by").prefetch_related("answers__by")
    posts, more_posts = _newest(posts.order_by(F("answered_at").desc(nulls_first=True), "due_at", "pk"), most)
    steps = crisis.legal_steps.select_related("by", "done_by")
    steps, more_steps = _newest(steps.order_by("-on", "-pk"), most)
    reports = crisis.reports.select_related("made_by").defer("snapshot")
    reports, more_reports = _newest(reports.order_by("-sequence"), most)
    members = crisis.members.select_related("case__home", "case__owner", "case__assignee")
    duties = crisis.duties.filter(ended_at=None).select_related("person")
    return Room(
        cases=[row.case for row in members.order_by("pk")],
        duties=list(duties.order_by("task")),
        statements=statements,
        current=next((row for row in statements if row.status == StatementStatus.PUBLISHED), None),
        contacts=contacts,
        posts=posts,
        legal_steps=steps,
        reports=reports,
        timeline=timeline(crisis, statements, contacts, posts, steps, reports),
        is_cut=more_contacts or more_posts or more_steps or more_reports,
    )


def _newest(rows, most: int | None) -> tuple[list, bool]:
    """The first rows, and whether there are more."""
    if most is None:
        return list(rows), False
    found = list(rows[: most + 1])
    return found[:most], len(found) > most


def timeline(crisis, statements, contacts, posts, steps, reports) -> list[Moment]:
    """What happened, newest first, from everything that is kept."""
    told = [
        Moment(crisis.opened_at, "crisis", _("The crisis was opened"), str(crisis.opened_by), crisis.facts)
    ]
    if crisis.closed_at:
        told.append(
            Moment(crisis.closed_at, "lock", _("The crisis is over"), str(crisis.closed_by), crisis.lessons)
        )
    told += [moment for row in statements for moment in _of_statement(row)]
    for row in contacts:
        what = _("Spoke with %(who)s") if row.outward else _("Heard from %(who)s")
        told.append(Moment(row.at, "phone", what % {"who": row.counterpart}, str(row.by), row.said))
        told += [
            Moment(more.at, "edit", _("Correction"), str(more.by), more.said) for more in row.addenda.all()
        ]
    for post in posts:
        what = _("Post on %(platform)s") % {"platform": post.platform}
        told.append(Moment(post.posted_at, "message", what, post.author, post.words))
        told += [
            Moment(answer.at, "send", _("Answered as the company"), str(answer.by), answer.words)
            for answer in post.answers.all()
        ]
    told += [Moment(step.at, "proposal", step.get_kind_display(), str(step.by), step.about) for step in steps]
    told += [
        Moment(row.at, "chart", _("Report %(number)s") % {"number": row.sequence}, str(row.made_by))
        for row in reports
    ]
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def _of_statement(row: CrisisStatement):
    number = {"version": row.version}
    yield Moment(row.written_at, "note", _("Statement %(version)s was drafted") % number, str(row.written_by))
    if row.approved_at:
        words = _("Statement %(version)s was approved") % number
        yield Moment(row.approved_at, "approve", words, str(row.approved_by))
    if row.published_at:
        words = _("Statement %(version)s was issued") % number
        yield Moment(row.published_at, "megaphone", words, str(row.published_by))


def crisis_of(case) -> Crisis | None:
    """The crisis under way that a case belongs to."""
    if hanging.has_none(case, CrisisCase):
        return None
    rows = Crisis.objects.filter(status=CrisisStatus.OPEN, members__case=case)
    return rows.select_related("spokesperson", "project").order_by("-opened_at").first()


def statement_in_force(crisis: Crisis) -> CrisisStatement | None:
    return crisis.statements.filter(status=StatementStatus.PUBLISHED).first()


def under_care() -> Q:
    """The condition of the view "crisis" of the queue."""
    rows = CrisisCase.objects.filter(crisis__status=CrisisStatus.OPEN)
    return Q(pk__in=rows.values("case_id"))


def contact_of(crisis: Crisis, public_id):
    return crisis.contacts.filter(public_id=public_id).select_related("adds_to").first()


BESIDE = {  # what each list of a crisis is read together with
    "statements": (("written_by", "approved_by", "published_by"), ()),
    "contacts": (("by", "adds_to"), ()),
    "posts": (("found_by",), ("answers__by",)),
    "legal_steps": (("by", "done_by"), ()),
    "reports": (("made_by",), ()),
}


def rows_of(crisis: Crisis, relation: str):
    """What a crisis has many of, for a cursor page."""
    joined, fetched = BESIDE[relation]
    return getattr(crisis, relation).select_related(*joined).prefetch_related(*fetched)
