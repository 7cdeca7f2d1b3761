from django.urls import path

from crm.privacy import api

urlpatterns = [
    path("reveals", api.Reveals.as_view(), name="api-reveals"),
    path("reveal-limits", api.Limits.as_view(), name="api-reveal-limits"),
    path("personal-columns", api.Columns.as_view(), name="api-personal-columns"),
    path("consent-wordings", api.Wordings.as_view(), name="api-consent-wordings"),
]
