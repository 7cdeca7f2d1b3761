"""The routes of coordination under /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("decisions", api.Decisions.as_view(), name="api-decisions"),
    path("decisions/<uuid:public_id>", api.OneDecision.as_view(), name="api-decision"),
    path("decisions/<uuid:public_id>/override", api.Override.as_view(), name="api-decision-override"),
    path("outcomes", api.Outcomes.as_view(), name="api-outcomes"),
    path("alarms", api.Alarms.as_view(), name="api-alarms"),
    path("alarms/<uuid:public_id>/taking", api.Taking.as_view(), name="api-alarm-taking"),
    path("policies", api.Policies.as_view(), name="api-policies"),
]
