"""The API routes of the steps of a purchase, below /api/v1/."""

from django.urls import path

from . import step_api as steps

urlpatterns = [
    path("purchases/<str:number>/next", steps.NextStep.as_view(), name="api-next-step"),
    path("purchases/<str:number>/payments", steps.Plan.as_view(), name="api-payments"),
    path("purchases/<str:number>/paid", steps.Paid.as_view(), name="api-paid"),
]
