from django.urls import path

from service_desk.attachments.api_urls import urlpatterns as attachments
from service_desk.authority.api_urls import urlpatterns as authority
from service_desk.cases import api, papers_api
from service_desk.causes import api_urls as causes
from service_desk.channels.api_urls import urlpatterns as channels
from service_desk.clocks.api_urls import urlpatterns as clocks
from service_desk.conversation.api_urls import urlpatterns as conversation
from service_desk.crisis.api_urls import urlpatterns as crisis
from service_desk.directives import api as directives
from service_desk.dossier import api_urls as dossier
from service_desk.escalated.api_urls import urlpatterns as escalated
from service_desk.figures.api_urls import urlpatterns as figures
from service_desk.gravity.api_urls import urlpatterns as gravity
from service_desk.groups.api_urls import urlpatterns as groups
from service_desk.guidance.api_urls import urlpatterns as guidance
from service_desk.handingover.api_urls import urlpatterns as handingover
from service_desk.intake import api as intake
from service_desk.linking.api_urls import urlpatterns as linking
from service_desk.prevention import api_urls as prevention
from service_desk.promises.api_urls import urlpatterns as promises
from service_desk.rating.api_urls import urlpatterns as rating
from service_desk.repairs import api_urls as repairs
from service_desk.sheets.api_urls import urlpatterns as sheets
from service_desk.topics.api_urls import urlpatterns as topics
from service_desk.warranty import api_urls as warranty
from service_desk.weighing.api_urls import urlpatterns as weighing
from service_desk.workspace.api_urls import urlpatterns as workspace

urlpatterns = [
    *warranty.urlpatterns,
    *prevention.urlpatterns,
    *dossier.urlpatterns,
    *causes.urlpatterns,
    *repairs.urlpatterns,
    path("cases", api.Cases.as_view(), name="api-cases"),
    path("inquiries", intake.Inquiries.as_view(), name="api-inquiries"),
    path("cases/counts", api.Counts.as_view(), name="api-case-counts"),
    path("cases/<str:number>", api.OneCase.as_view(), name="api-case"),
    path("cases/<str:number>/assignment", api.Assignment.as_view(), name="api-case-assignment"),
    path("cases/<str:number>/owner", api.OwnerOfCase.as_view(), name="api-case-owner"),
    path("cases/<str:number>/severity", api.SeverityConfirmation.as_view(), name="api-case-severity"),
    path(
        "cases/<str:number>/investigation", api.InvestigationOfCase.as_view(), name="api-case-investigation"
    ),
    path("cases/<str:number>/explanation", api.Explanation.as_view(), name="api-case-explanation"),
    path("cases/<str:number>/transfer-slips", api.SlipsOfCase.as_view(), name="api-case-slips"),
    path("cases/<str:number>/proposals", api.ProposalsOfCase.as_view(), name="api-case-proposals"),
    path("cases/<str:number>/actions", api.ActionsOfCase.as_view(), name="api-case-actions"),
    path("cases/<str:number>/completion", api.Completion.as_view(), name="api-case-completion"),
    path("cases/<str:number>/return-visits", api.VisitsOfCase.as_view(), name="api-case-visits"),
    path("cases/<str:number>/closure", api.Closure.as_view(), name="api-case-closure"),
    path("cases/<str:number>/reopening", api.Reopening.as_view(), name="api-case-reopening"),
    path("cases/<str:number>/refusal", api.RefusalOfProposals.as_view(), name="api-case-refusal"),
    path("cases/<str:number>/messages", api.MessagesOfCase.as_view(), name="api-case-messages"),
    path("cases/<str:number>/history", api.HistoryOfCase.as_view(), name="api-case-history"),
    path("transfer-slips", papers_api.Slips.as_view(), name="api-slips"),
    path("transfer-slips/<str:number>", papers_api.OneSlip.as_view(), name="api-slip"),
    path("transfer-slips/<str:number>/answer", papers_api.SlipAnswer.as_view(), name="api-slip-answer"),
    path(
        "transfer-slips/<str:number>/result-reading",
        papers_api.ResultReading.as_view(),
        name="api-slip-result-reading",
    ),
    path("proposals", papers_api.Proposals.as_view(), name="api-proposals"),
    path("proposals/<str:number>", papers_api.OneProposal.as_view(), name="api-proposal"),
    path("proposals/<str:number>/approval", papers_api.Approval.as_view(), name="api-proposal-approval"),
    path(
        "proposals/<str:number>/owner-decision",
        papers_api.OwnerDecision.as_view(),
        name="api-proposal-decision",
    ),
    path("actions", papers_api.Actions.as_view(), name="api-actions"),
    path(
        "actions/<uuid:public_id>/completion",
        papers_api.ActionCompletion.as_view(),
        name="api-action-completion",
    ),
    path("return-visits", papers_api.Visits.as_view(), name="api-visits"),
    path("return-visits/<str:number>", papers_api.OneVisit.as_view(), name="api-visit"),
    path("return-visits/<str:number>/outcome", papers_api.Outcome.as_view(), name="api-visit-outcome"),
    path("directives", directives.Directives.as_view(), name="api-directives"),
    path("directives/<str:number>", directives.OneDirective.as_view(), name="api-directive"),
    path(
        "directives/<str:number>/acceptance",
        directives.Acceptance.as_view(),
        name="api-directive-acceptance",
    ),
    path(
        "directives/<str:number>/fulfilment",
        directives.Fulfilment.as_view(),
        name="api-directive-fulfilment",
    ),
    path(
        "directives/<str:number>/withdrawal",
        directives.Withdrawal.as_view(),
        name="api-directive-withdrawal",
    ),
]
urlpatterns += gravity
urlpatterns += groups
urlpatterns += crisis
urlpatterns += guidance
urlpatterns += topics
urlpatterns += conversation
urlpatterns += linking
urlpatterns += channels
urlpatterns += attachments
urlpatterns += clocks
urlpatterns += workspace
urlpatterns += authority
urlpatterns += rating
urlpatterns += weighing
urlpatterns += promises
urlpatterns += handingover
urlpatterns += escalated
urlpatterns += figures
urlpatterns += sheets
