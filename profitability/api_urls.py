"""The routes of profitability under /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("ledger-entries", api.LedgerEntries.as_view(), name="api-ledger-entries"),
    path("assessments", api.Assessments.as_view(), name="api-assessments"),
    path("assessments/<uuid:public_id>", api.OneAssessment.as_view(), name="api-assessment"),
    path("valuations/<str:number>", api.Valuation.as_view(), name="api-valuation"),
    path("valuations", api.Valuations.as_view(), name="api-valuations"),
]
