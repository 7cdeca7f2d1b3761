"""The API routes of segments, below /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("segment-fields", api.Fields.as_view(), name="api-segment-fields"),
    path("segment-counts", api.Counts.as_view(), name="api-segment-counts"),
    path("segments", api.Segments.as_view(), name="api-segments"),
    path("segments/<uuid:public_id>", api.OneSegment.as_view(), name="api-segment"),
    path("segments/<uuid:public_id>/versions", api.Versions.as_view(), name="api-segment-versions"),
    path("segments/<uuid:public_id>/restoration", api.Restoration.as_view(), name="api-segment-restoration"),
    path("segments/<uuid:public_id>/copies", api.Copies.as_view(), name="api-segment-copies"),
    path("segments/<uuid:public_id>/archival", api.Archival.as_view(), name="api-segment-archival"),
    path("segments/<uuid:public_id>/count", api.OneCount.as_view(), name="api-segment-count"),
    path("segments/<uuid:public_id>/members", api.Members.as_view(), name="api-segment-members"),
    path("segments/<uuid:public_id>/explanation", api.Explanation.as_view(), name="api-segment-explanation"),
]
