"""The API routes of title deeds, below /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("deeds", api.Deeds.as_view(), name="api-deeds"),
    path("deeds/<uuid:public_id>", api.OneDeed.as_view(), name="api-deed"),
    path("deeds/<uuid:public_id>/reached", api.Reached.as_view(), name="api-deed-reached"),
    path("deeds/<uuid:public_id>/plan", api.Plan.as_view(), name="api-deed-plan"),
    path(
        "buildings/<str:project>/<str:code>/deeds", api.BuildingReached.as_view(), name="api-building-deeds"
    ),
]
