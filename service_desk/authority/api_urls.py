from django.urls import path

from service_desk.authority import api

urlpatterns = [
    path("limits", api.Limits.as_view(), name="api-limits"),
    path("limits/versions", api.LimitsVersions.as_view(), name="api-limits-versions"),
]
