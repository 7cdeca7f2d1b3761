"""The API routes of the property tree, below /api/v1/."""

from django.urls import path

from . import place_api as places

urlpatterns = [
    path("phases", places.Phases.as_view(), name="api-phases"),
    path("phases/<str:project>/<str:code>", places.OnePhase.as_view(), name="api-phase"),
    path("buildings", places.Buildings.as_view(), name="api-buildings"),
    path("buildings/<str:project>/<str:code>", places.OneBuilding.as_view(), name="api-building"),
    path("buildings/<str:project>/<str:code>/entrances", places.Entrances.as_view(), name="api-entrances"),
    path("buildings/<str:project>/<str:code>/homes", places.LaidOut.as_view(), name="api-laid-out"),
]
