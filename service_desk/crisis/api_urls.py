"""The API routes of the crisis room, below /api/v1/. Each name is that of the page's ability, with api- before it."""

from django.urls import path

from service_desk.crisis import api

OF_CRISIS = {
    "cases": (api.Cases, "crisis_case"),
    "duties": (api.Duties, "crisis_duty"),
    "spokesperson": (api.Spokesperson, "crisis_spokesperson"),
    "rhythm": (api.Rhythm, "crisis_rhythm"),
    "closure": (api.Closing, "crisis_close"),
    "statements": (api.Statements, "crisis_draft"),
    "contacts": (api.Contacts, "crisis_contact"),
    "posts": (api.Posts, "crisis_post"),
    "legal-steps": (api.LegalSteps, "crisis_legal"),
    "reports": (api.Reports, "crisis_reporting"),
}

urlpatterns = [
    path("crises", api.Crises.as_view(), name="api-new_crisis"),
    path("crises/<str:number>", api.OneCrisis.as_view(), name="api-crisis"),
    path(
        "crises/<str:number>/contacts/<uuid:public_id>/correction",
        api.Correction.as_view(),
        name="api-crisis_correct",
    ),
    path("crisis-statements/<uuid:public_id>/approval", api.Approval.as_view(), name="api-crisis_approve"),
    path("crisis-statements/<uuid:public_id>/dropping", api.Dropping.as_view(), name="api-crisis_drop"),
    path("crisis-statements/<uuid:public_id>/issue", api.Issue.as_view(), name="api-crisis_publish"),
    path("crisis-reports/<uuid:public_id>/pdf", api.ReportOnPaper.as_view(), name="api-crisis_report_pdf"),
    path("crisis-posts/<uuid:public_id>/answers", api.Answer.as_view(), name="api-crisis_answer"),
    path(
        "crisis-legal-steps/<uuid:public_id>/outcome",
        api.LegalOutcome.as_view(),
        name="api-crisis_legal_done",
    ),
]
urlpatterns += [
    path(f"crises/<str:number>/{name}", view.as_view(), name=f"api-{ability}")
    for name, (view, ability) in OF_CRISIS.items()
]
