"""The API of the crisis room: all that its pages can do, and nothing that the catalogue does not name."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import NotFound
from crm.paper.answers import pdf_answer
from service_desk.cases.access import case_for
from service_desk.crisis import access, printing, selectors, services
from service_desk.crisis.serializers import (
    AnswerIn,
    AnswerOut,
    CaseIn,
    CloseIn,
    ContactIn,
    ContactOut,
    CorrectionIn,
    CrisisOut,
    DraftIn,
    DropIn,
    DutyIn,
    DutyOut,
    LegalIn,
    LegalOut,
    NothingIn,
    OpenIn,
    OutcomeIn,
    PostIn,
    PostOut,
    ReasonIn,
    ReportOut,
    RhythmIn,
    SpokespersonIn,
    StatementOut,
)
from service_desk.guidance.guard import said_in


class Crises(Endpoint):
    """The crises in scope, the newest first; open one."""

    verbs = {"GET": "crisis.view", "POST": "crisis.open"}
    inputs = {"POST": OpenIn}
    outputs = {"GET": paged(CrisisOut), "POST": CrisisOut}

    def get(self, request):
        page = CursorPage(selectors.crises(request.user), request, order=("-opened_at", "-id"))
        return Response(page.answer(CrisisOut(page.rows, many=True).data))

    def post(self, request):
        given = self.given()
        project = access.project_for(request.user, given.pop("project"))
        given["spokesperson"] = access.person_called(
            access.spokespeople_of(project), given["spokesperson"], "spokesperson"
        )
        given["cases"] = [case_for(request.user, number) for number in given.get("cases", ())]
        row = services.open_crisis(request.user, project=project, now=self.now, **given)
        return Response(CrisisOut(row).data, status=201)


class OneCrisis(Endpoint):
    """One crisis."""

    verbs = {"GET": "crisis.view"}
    outputs = {"GET": CrisisOut}

    def get(self, request, number):
        return Response(CrisisOut(access.crisis_for(request.user, number)).data)


class StepOfCrisis(Endpoint):
    """Base of the steps: finds the crisis, does the step, gives back what came of it."""

    shown = CrisisOut

    def post(self, request, number):
        crisis = access.crisis_for(request.user, number, to=self.verbs["POST"])
        row = self.step(request.user, crisis, **self.given())
        return Response(self.shown(row).data, status=201)

    def step(self, user, crisis, **given):
        raise NotImplementedError


class Cases(StepOfCrisis):
    """Put a case under the care of the room."""

    verbs, inputs, outputs = {"POST": "crisis.lead"}, {"POST": CaseIn}, {"POST": CrisisOut}

    def step(self, user, crisis, *, case):
        services.attach_case(user, crisis, case=case_for(user, case), now=self.now)
        return crisis


class Duties(StepOfCrisis):
    """Name who is in charge of a task."""

    verbs, inputs, outputs = {"POST": "crisis.lead"}, {"POST": DutyIn}, {"POST": DutyOut}
    shown = DutyOut

    def step(self, user, crisis, *, task, person):
        person = access.person_called(access.people_of(crisis.project), person, "person")
        return services.put_in_charge(user, crisis, task=task, person=person, now=self.now)


class Spokesperson(StepOfCrisis):
    """Name another spokesperson."""

    verbs, inputs, outputs = {"POST": "crisis.lead"}, {"POST": SpokespersonIn}, {"POST": CrisisOut}

    def step(self, user, crisis, *, person, because):
        person = access.person_called(access.spokespeople_of(crisis.project), person, "person")
        return services.name_spokesperson(user, crisis, person=person, because=because, now=self.now)


class Rhythm(StepOfCrisis):
    """How often a report is made, and how soon posts are answered."""

    verbs, inputs, outputs = {"POST": "crisis.lead"}, {"POST": RhythmIn}, {"POST": CrisisOut}

    def step(self, user, crisis, **given):
        return services.set_rhythm(user, crisis, now=self.now, **given)


class Closing(StepOfCrisis):
    """Close the crisis with its lessons, once every post is answered."""

    verbs, inputs, outputs = {"POST": "crisis.lead"}, {"POST": CloseIn}, {"POST": CrisisOut}

    def step(self, user, crisis, **given):
        return services.close(user, crisis, now=self.now, **given)


class ListOfCrisis(StepOfCrisis):
    """Base of what a crisis has many of: read them, add one."""

    relation, order = "", ("-id",)

    def get(self, request, number):
        crisis = access.crisis_for(request.user, number)
        page = CursorPage(selectors.rows_of(crisis, self.relation), request, order=self.order)
        return Response(page.answer(self.shown(page.rows, many=True).data))


class Statements(ListOfCrisis):
    """The versions of the statement, the newest first; write a further draft."""

    verbs = {"GET": "crisis.view", "POST": "crisis.draft"}
    inputs, outputs = {"POST": DraftIn}, {"GET": paged(StatementOut), "POST": StatementOut}
    shown, relation = StatementOut, "statements"

    def step(self, user, crisis, **given):
        return services.draft_statement(user, crisis, now=self.now, **given)


class Contacts(ListOfCrisis):
    """The log of contacts, the newest first; keep a further one."""

    verbs = {"GET": "crisis.view", "POST": "crisis.log"}
    inputs, outputs = {"POST": ContactIn}, {"GET": paged(ContactOut), "POST": ContactOut}
    shown, relation = ContactOut, "contacts"

    def step(self, user, crisis, **given):
        return services.log_contact(user, crisis, now=self.now, **given)


class Posts(ListOfCrisis):
    """The posts that were found, the newest first, each with its answers; note a further one."""

    verbs = {"GET": "crisis.view", "POST": "crisis.log"}
    inputs, outputs = {"POST": PostIn}, {"GET": paged(PostOut), "POST": PostOut}
    shown, relation = PostOut, "posts"

    def step(self, user, crisis, **given):
        return services.register_post(user, crisis, now=self.now, **given)


class LegalSteps(ListOfCrisis):
    """The legal path, the newest first; keep a further step."""

    verbs = {"GET": "crisis.view", "POST": "crisis.log"}
    inputs, outputs = {"POST": LegalIn}, {"GET": paged(LegalOut), "POST": LegalOut}
    shown, relation = LegalOut, "legal_steps"

    def step(self, user, crisis, **given):
        return services.add_legal_step(user, crisis, now=self.now, **given)


class Reports(ListOfCrisis):
    """The reports, the newest first; make one now."""

    verbs = {"GET": "crisis.view", "POST": "crisis.log"}
    inputs, outputs = {"POST": NothingIn}, {"GET": paged(ReportOut), "POST": ReportOut}
    shown, relation = ReportOut, "reports"

    def step(self, user, crisis, **_nothing):
        return services.make_report(user, crisis, now=self.now)


class ReportOnPaper(Endpoint):
    """A report as a PDF, in one's own language; 503 where the machine has no font for what stands in it."""

    verbs = {"GET": "crisis.view"}

    def get(self, request, public_id):
        row = access.report_for(request.user, public_id)
        return pdf_answer(printing.report_as_pdf(row, now=self.now), printing.name_of(row))


class Correction(Endpoint):
    """Add a correction to an entry of the log; the entry stays as it is."""

    verbs, inputs, outputs = {"POST": "crisis.log"}, {"POST": CorrectionIn}, {"POST": ContactOut}

    def post(self, request, number, public_id):
        crisis = access.crisis_for(request.user, number, to="crisis.log")
        entry = selectors.contact_of(crisis, public_id)
        if entry is None:
            raise NotFound
        row = services.correct_contact(request.user, entry, now=self.now, **self.given())
        return Response(ContactOut(row).data, status=201)


class StepOfStatement(Endpoint):
    outputs = {"POST": StatementOut}

    def post(self, request, public_id):
        row = access.statement_for(request.user, public_id, to=self.verbs["POST"])
        return Response(StatementOut(self.step(request.user, row, **self.given())).data, status=201)

    def step(self, user, statement, **given):
        raise NotImplementedError


class Approval(StepOfStatement):
    """Approve a draft that somebody else has written."""

    verbs, inputs = {"POST": "crisis.approve"}, {"POST": ReasonIn}

    def step(self, user, statement, **given):
        return services.approve_statement(user, statement, now=self.now, **given)


class Dropping(StepOfStatement):
    """Drop what was not issued yet; it stays to be read."""

    verbs, inputs = {"POST": "crisis.approve"}, {"POST": DropIn}

    def step(self, user, statement, **given):
        return services.drop_statement(user, statement, now=self.now, **given)


class Issue(StepOfStatement):
    """Issue the approved statement; only the spokesperson of the crisis may."""

    verbs, inputs = {"POST": "crisis.issue"}, {"POST": NothingIn}

    def step(self, user, statement, **_nothing):
        return services.publish_statement(user, statement, now=self.now)


class Answer(Endpoint):
    """Keep the answer given under a post, as the company, by who is signed in: the spokesperson."""

    verbs, inputs, outputs = {"POST": "crisis.issue"}, {"POST": AnswerIn}, {"POST": AnswerOut}

    def post(self, request, public_id):
        post = access.post_for(request.user, public_id, to="crisis.issue")
        row = services.answer_post(request.user, post, now=self.now, **said_in(self.given()))
        return Response(AnswerOut(row).data, status=201)


class LegalOutcome(Endpoint):
    """Say what came of a legal step."""

    verbs, inputs, outputs = {"POST": "crisis.log"}, {"POST": OutcomeIn}, {"POST": LegalOut}

    def post(self, request, public_id):
        step = access.legal_step_for(request.user, public_id, to="crisis.log")
        row = services.finish_legal_step(request.user, step, now=self.now, **self.given())
        return Response(LegalOut(row).data, status=201)
