"""The API routes of warranty parts, below /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("warranty-parts", api.Parts.as_view(), name="api-warranty-parts"),
    path("standard-warranty-parts", api.StandardParts.as_view(), name="api-standard-warranty-parts"),
    path("warranty-parts/<str:code>", api.OnePart.as_view(), name="api-warranty-part"),
    path("warranty-parts/<str:code>/versions", api.PartVersions.as_view(), name="api-warranty-part-versions"),
    path("warranty-parts/<str:code>/terms/<str:project>", api.Term.as_view(), name="api-warranty-term"),
    path("homes/<str:public_number>/warranty", api.HomeWarranty.as_view(), name="api-home-warranty"),
]
