"""The API routes of the prospects room, spliced into those of the floor."""

from django.urls import path

from . import api

urlpatterns = [
    path("prospects", api.Prospects.as_view(), name="api-prospects"),
    path("prospects/conversion", api.Conversions.as_view(), name="api-prospect-conversion"),
    path("prospects/weights", api.Weights.as_view(), name="api-prospect-weights"),
    path("prospects/<uuid:public_id>", api.OneProspect.as_view(), name="api-prospect"),
    path(
        "prospects/<uuid:public_id>/salesperson", api.Salesperson.as_view(), name="api-prospect-salesperson"
    ),
    path("prospects/<uuid:public_id>/loss", api.Loss.as_view(), name="api-prospect-loss"),
    path("prospects/<uuid:public_id>/return", api.Return.as_view(), name="api-prospect-return"),
]
