"""The API routes of this floor, below /api/v1/."""

from django.urls import path

from owners import api
from owners.card import api_urls as card_urls
from owners.contracts import api_urls as contracts_urls
from owners.deeds import api_urls as deeds_urls
from owners.duplicates import api_urls as duplicates_urls
from owners.handovers import api_urls as handovers_urls
from owners.homes import api_urls as homes_urls
from owners.privacy import api_urls as privacy_urls
from owners.prospects import api_urls as prospects_urls
from owners.segments import api_urls as segment_urls
from owners.warranty import api_urls as warranty_urls

urlpatterns = [
    *contracts_urls.urlpatterns,
    *deeds_urls.urlpatterns,
    *handovers_urls.urlpatterns,
    *homes_urls.urlpatterns,
    *warranty_urls.urlpatterns,
    *privacy_urls.urlpatterns,
    *duplicates_urls.urlpatterns,
    *card_urls.urlpatterns,
    *prospects_urls.urlpatterns,
    *segment_urls.urlpatterns,
    path("owners", api.Owners.as_view(), name="api-owners"),
    path("owners/<str:number>", api.OneOwner.as_view(), name="api-owner"),
    path("owners/<str:number>/reveal", api.Reveal.as_view(), name="api-owner-reveal"),
    path("owners/<str:number>/visits", api.Visits.as_view(), name="api-owner-visits"),
    path("homes", api.Homes.as_view(), name="api-homes"),
    path("homes/<str:public_number>", api.OneHome.as_view(), name="api-home"),
    path("homes/<str:public_number>/handover", api.Handover.as_view(), name="api-home-handover"),
    path("purchases", api.Purchases.as_view(), name="api-purchases"),
    path("purchases/<str:number>", api.OnePurchase.as_view(), name="api-purchase"),
    path("purchases/<str:number>/cancellation", api.Cancellation.as_view(), name="api-purchase-cancellation"),
    path("ownerships", api.Ownerships.as_view(), name="api-ownerships"),
    path("ownerships/<uuid:public_id>/ending", api.Ending.as_view(), name="api-ownership-ending"),
]
