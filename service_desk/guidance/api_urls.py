from django.urls import path

from service_desk.guidance.api import guard, playbooks, versions, wording

urlpatterns = [
    path("guard/readings", guard.Readings.as_view(), name="api-guard-readings"),
    path("guard/rules", guard.Rules.as_view(), name="api-guard-rules"),
    path("guard/rules/<slug:code>", guard.OneRule.as_view(), name="api-guard-rule"),
    path("guard/rules/<slug:code>/versions", versions.RuleVersions.as_view(), name="api-guard-rule-versions"),
    path("guard/counts", guard.CatchCounts.as_view(), name="api-guard-counts"),
    path("reply-templates", wording.Templates.as_view(), name="api-reply-templates"),
    path("reply-templates/<slug:code>", wording.OneTemplate.as_view(), name="api-reply-template"),
    path(
        "reply-templates/<slug:code>/versions",
        versions.TemplateVersions.as_view(),
        name="api-reply-template-versions",
    ),
    path("cases/<str:number>/reply-templates", wording.TemplatesOfCase.as_view(), name="api-case-templates"),
    path("offices/<str:code>", wording.OneOffice.as_view(), name="api-office"),
    path("cases/<str:number>/playbook", playbooks.PlaybookOfCase.as_view(), name="api-case-playbook"),
    path("playbooks", playbooks.Playbooks.as_view(), name="api-playbooks"),
    path("playbooks/<slug:code>", playbooks.OnePlaybook.as_view(), name="api-playbook"),
    path("playbooks/<slug:code>/versions", versions.PlaybookVersions.as_view(), name="api-playbook-versions"),
]
