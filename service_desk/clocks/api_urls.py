from django.urls import path

from service_desk.clocks import api, rules_api

urlpatterns = [
    path("clock-board", api.Board.as_view(), name="api-clock-board"),
    path("clock-board/people", api.People.as_view(), name="api-clock-people"),
    path("clocks", api.Pressing.as_view(), name="api-clocks"),
    path("cases/<str:number>/clocks", api.ClocksOfCase.as_view(), name="api-case-clocks"),
    path("cases/<str:number>/clocks/<str:name>/pause", api.PauseOfClock.as_view(), name="api-clock-pause"),
    path(
        "cases/<str:number>/clocks/<str:name>/earlier", api.EarlierClock.as_view(), name="api-clock-earlier"
    ),
    path(
        "cases/<str:number>/clocks/<str:name>/resumption",
        api.ResumptionOfClock.as_view(),
        name="api-clock-resumption",
    ),
    path("stuck-cases", api.StuckCases.as_view(), name="api-stuck-cases"),
    path("stuck-cases/<uuid:public_id>/acknowledgement", api.Look.as_view(), name="api-stuck-look"),
    path("deadline-policies", rules_api.Policies.as_view(), name="api-deadline-policies"),
    path(
        "deadline-policies/<int:number>/return",
        rules_api.PolicyReturn.as_view(),
        name="api-deadline-policy-return",
    ),
    path("deadline-policies/draft", rules_api.Draft.as_view(), name="api-deadline-draft"),
    path("deadline-policies/draft/rules", rules_api.DraftRules.as_view(), name="api-deadline-draft-rules"),
    path(
        "deadline-policies/draft/rules/<uuid:public_id>",
        rules_api.DraftRule.as_view(),
        name="api-deadline-draft-rule",
    ),
    path(
        "deadline-policies/draft/reasons/<slug:code>",
        rules_api.DraftReason.as_view(),
        name="api-deadline-draft-reason",
    ),
    path(
        "deadline-policies/draft/numbers",
        rules_api.DraftNumbers.as_view(),
        name="api-deadline-draft-numbers",
    ),
    path(
        "deadline-policies/draft/preview",
        rules_api.DraftPreview.as_view(),
        name="api-deadline-draft-preview",
    ),
    path("deadline-policies/draft/effect", rules_api.DraftEffect.as_view(), name="api-deadline-draft-effect"),
]
