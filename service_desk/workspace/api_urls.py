"""The workspace over the wire; the desk's list of addresses takes them in."""

from django.urls import path

from service_desk.workspace import api

urlpatterns = [
    path("case-views", api.Views.as_view(), name="api-case-views"),
    path("case-views/<uuid:public_id>", api.OneView.as_view(), name="api-case-view"),
    path("case-views/<uuid:public_id>/restoration", api.Restoration.as_view(), name="api-case-view-back"),
    path("case-deeds", api.Deeds.as_view(), name="api-case-deeds"),
    path("case-deeds/<uuid:public_id>", api.OneDeed.as_view(), name="api-case-deed"),
    path("case-deeds/<uuid:public_id>/undo", api.DeedUndo.as_view(), name="api-case-deed-undo"),
    path("case-changes", api.Changes.as_view(), name="api-case-changes"),
    path("case-tags", api.Tags.as_view(), name="api-case-tags"),
    path("cases/<str:number>/tags", api.TagsOfCase.as_view(), name="api-tags-of-case"),
    path("cases/<str:number>/tags/removal", api.TagRemoval.as_view(), name="api-tag-removal"),
]
