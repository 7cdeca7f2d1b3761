from django.urls import path

from . import api

urlpatterns = [
    path("repair-orders", api.Orders.as_view(), name="api-repairs"),
    path("repair-orders/<str:number>", api.OneOrder.as_view(), name="api-repair"),
    path("repair-orders/<str:number>/visits", api.Visits.as_view(), name="api-repair-visits"),
    path("repair-orders/<str:number>/completion", api.Finish.as_view(), name="api-repair-completion"),
    path(
        "repair-orders/<str:number>/cancellation", api.Cancellation.as_view(), name="api-repair-cancellation"
    ),
    path("repair-orders/<str:number>/costs", api.Costs.as_view(), name="api-repair-costs"),
    path("repair-orders/<str:number>/liable", api.Liable.as_view(), name="api-repair-liable"),
    path("repair-orders/<str:number>/claims", api.Claims.as_view(), name="api-repair-claims"),
    path("repair-visits/<uuid:public_id>/choice", api.Choice.as_view(), name="api-repair-visit-choice"),
    path("repair-visits/<uuid:public_id>/outcome", api.Outcome.as_view(), name="api-repair-visit-outcome"),
    path(
        "repair-visits/<uuid:public_id>/cancellation",
        api.CallingOff.as_view(),
        name="api-repair-visit-cancellation",
    ),
    path("repair-calendar", api.Calendar.as_view(), name="api-repair-calendar"),
    path("recoveries/<uuid:public_id>", api.OneRecovery.as_view(), name="api-recovery"),
    path("contractors", api.Contractors.as_view(), name="api-contractors"),
    path("contractors/<str:code>", api.OneContractor.as_view(), name="api-contractor"),
    path("contractors/<str:code>/contracts", api.Contracts.as_view(), name="api-contracts"),
    path("cases/<str:number>/repair-orders", api.OrdersOfCase.as_view(), name="api-case-repairs"),
]
