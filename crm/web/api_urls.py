"""The API route of the search over everything, below /api/v1/."""

from django.urls import path

from crm.web import search_api

urlpatterns = [path("search", search_api.Search.as_view(), name="api-search")]
