from django.urls import path

from service_desk.guidance.api import guard

urlpatterns = [
    path("guard/readings", guard.Readings.as_view(), name="api-guard-readings"),
    path("guard/rules", guard.Rules.as_view(), name="api-guard-rules"),
    path("guard/rules/<slug:code>", guard.OneRule.as_view(), name="api-guard-rule"),
    path("guard/counts", guard.CatchCounts.as_view(), name="api-guard-counts"),
]
