from django.urls import path

from service_desk.handingover import api

urlpatterns = [
    path("hand-overs", api.HandOvers.as_view(), name="api-hand-overs"),
    path("cases/<str:number>/hand-overs", api.HandOversOfCase.as_view(), name="api-case-hand-overs"),
    path("hand-overs/<uuid:public_id>/acceptance", api.Acceptance.as_view(), name="api-hand-over-acceptance"),
    path("hand-overs/<uuid:public_id>/refusal", api.Refusal.as_view(), name="api-hand-over-refusal"),
    path("hand-overs/<uuid:public_id>/withdrawal", api.Withdrawal.as_view(), name="api-hand-over-withdrawal"),
]
