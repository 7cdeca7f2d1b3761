"""The API routes of this room, below /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("duplicates", api.Duplicates.as_view(), name="api-duplicates"),
    path("duplicates/decisions", api.Decisions.as_view(), name="api-duplicates-decisions"),
    path("duplicates/scans", api.Scans.as_view(), name="api-duplicates-scans"),
    path("duplicates/<uuid:public_id>/decision", api.Decision.as_view(), name="api-duplicate-decision"),
    path("owners/<str:number>/merge", api.OwnerMerge.as_view(), name="api-owner-merge"),
    path("merges", api.Merges.as_view(), name="api-merges"),
    path("merges/<uuid:public_id>", api.OneMerge.as_view(), name="api-merge"),
    path("merges/<uuid:public_id>/undo", api.Undo.as_view(), name="api-merge-undo"),
]
