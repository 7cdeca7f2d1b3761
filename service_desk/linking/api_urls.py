from django.urls import path

from service_desk.linking import api

urlpatterns = [
    path("cases/<str:number>/merge", api.Merging.as_view(), name="api-case-merge"),
    path("cases/<str:number>/merge-undoing", api.MergeUndoing.as_view(), name="api-case-merge-undoing"),
    path("cases/<str:number>/links", api.Links.as_view(), name="api-case-links"),
    path("cases/<str:number>/parts", api.Parts.as_view(), name="api-case-parts"),
    path(
        "cases/<str:number>/links/<uuid:public_id>/ending",
        api.LinkEnding.as_view(),
        name="api-case-link-ending",
    ),
]
