"""The desk's pages. Each step of a case is an address of its own, so that the permission table names them all."""

from django.urls import path

from service_desk.attachments.urls import urlpatterns as files
from service_desk.authority.urls import urlpatterns as authority
from service_desk.cases.forms import CASE_STEPS, PAPER_STEPS
from service_desk.cases.views import attaching, case, intake, past, queue, worklists
from service_desk.causes import urls as causes
from service_desk.channels.urls import urlpatterns as channels
from service_desk.clocks.urls import urlpatterns as clocks
from service_desk.conversation import views as conversation
from service_desk.crisis.urls import urlpatterns as crisis
from service_desk.directives import views as directives
from service_desk.directives.forms import DIRECTIVE_STEPS
from service_desk.dossier import urls as dossier
from service_desk.escalated.urls import urlpatterns as escalated
from service_desk.figures.urls import urlpatterns as figures
from service_desk.gravity.urls import urlpatterns as gravity
from service_desk.groups.urls import urlpatterns as groups
from service_desk.guidance.urls import urlpatterns as guidance
from service_desk.handingover.urls import urlpatterns as handingover
from service_desk.prevention import urls as prevention
from service_desk.promises.urls import urlpatterns as promises
from service_desk.rating.urls import urlpatterns as rating
from service_desk.repairs import urls as repairs
from service_desk.sheets.urls import urlpatterns as sheets
from service_desk.topics.urls import urlpatterns as topics
from service_desk.warranty import urls as warranty
from service_desk.weighing.urls import urlpatterns as weighing
from service_desk.workspace.urls import urlpatterns as workspace

app_name = "desk"
FOLDERS = {
    "answer": "slips/<str:number>/answer/",
    "result-reading": "slips/<str:number>/result-reading/",
    "approval": "proposals/<str:number>/approval/",
    "owner-decision": "proposals/<str:number>/owner-decision/",
    "completion-of-action": "actions/<uuid:number>/completion/",
    "outcome": "visits/<str:number>/outcome/",
}

urlpatterns = [
    *warranty.urlpatterns,
    *prevention.urlpatterns,
    *dossier.urlpatterns,
    *causes.urlpatterns,
    *repairs.urlpatterns,
    path("desk/", queue.queue, name="queue"),
    path("desk/new/", intake.new_case, name="new"),
    path("desk/new/callers/", intake.callers, name="callers"),
    path("desk/new/hints/", intake.hints, name="hints"),
    path("desk/new/severity/", intake.severity, name="severity_of_answers"),
    path("desk/slips/", worklists.slips, name="slips"),
    path("desk/visits/", worklists.visits, name="visits"),
    path("desk/approvals/", worklists.approvals, name="approvals"),
    path("desk/directives/", directives.directives, name="directives"),
    path("desk/mentions/", conversation.mentions, name="mentions"),
    path("desk/mentions/read/", conversation.read_mentions, name="read_mentions"),
    path("desk/new/draft/", conversation.call_draft, name="call_draft"),
    path("desk/cases/<str:number>/", case.case, name="case"),
    path("desk/cases/<str:number>/presence/", conversation.presence, name="presence"),
    path("desk/cases/<str:number>/draft/", conversation.draft, name="draft"),
    path("desk/cases/<str:number>/colleagues/", conversation.colleagues, name="colleagues"),
    path("desk/cases/<str:number>/candidates/", attaching.candidates, name="candidates"),
    path("desk/cases/<str:number>/history/", past.history, name="history"),
    path("desk/cases/<str:number>/messages/", past.messages, name="messages"),
]
urlpatterns += [
    path(f"desk/cases/<str:number>/{name}/", case.case_step(name), name=name) for name in CASE_STEPS
]
urlpatterns += [path(f"desk/{FOLDERS[name]}", case.paper_step(name), name=name) for name in PAPER_STEPS]
urlpatterns += [
    path(f"desk/directives/<str:number>/{name}/", directives.directive_step(name), name=name)
    for name in DIRECTIVE_STEPS
]
urlpatterns += gravity
urlpatterns += groups
urlpatterns += crisis
urlpatterns += guidance
urlpatterns += topics
urlpatterns += channels
urlpatterns += files
urlpatterns += clocks
urlpatterns += workspace
urlpatterns += authority
urlpatterns += rating
urlpatterns += weighing
urlpatterns += sheets
urlpatterns += promises
urlpatterns += handingover
urlpatterns += escalated
urlpatterns += figures
