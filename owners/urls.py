"""The pages of this floor."""

from django.urls import path

from owners.card import urls as card_urls
from owners.card import views as card
from owners.contracts import urls as contracts_urls
from owners.contracts import views as contracts
from owners.deeds import urls as deeds_urls
from owners.duplicates import urls as duplicates_urls
from owners.handovers import urls as handovers_urls
from owners.homes import urls as homes_urls
from owners.homes import views as homes
from owners.people import views as people
from owners.privacy import urls as privacy_urls
from owners.prospects import urls as prospects_urls
from owners.segments import urls as segment_urls
from owners.warranty import urls as warranty_urls

app_name = "owners"
urlpatterns = [
    path("owners/", people.listed, name="list"),
    path("owners/add/", people.add, name="add"),
    path("owners/match/", people.match, name="match"),
    *duplicates_urls.urlpatterns,
    *card_urls.urlpatterns,
    *prospects_urls.urlpatterns,
    *contracts_urls.urlpatterns,
    *deeds_urls.urlpatterns,
    *handovers_urls.urlpatterns,
    *homes_urls.urlpatterns,
    *warranty_urls.urlpatterns,
    *segment_urls.urlpatterns,
    *privacy_urls.urlpatterns,
    path("owners/<str:number>/", card.show, name="card"),
    path("owners/<str:number>/edit/", people.edit, name="edit"),
    path("owners/<str:number>/reveal/", card.reveal, name="reveal"),
    path("owners/<str:number>/visit/", contracts.visit, name="visit"),
    path("owners/<str:number>/purchase/", contracts.purchase, name="purchase"),
    path("owners/<str:number>/ownership/", contracts.ownership, name="ownership"),
    path("purchases/<str:number>/cancel/", contracts.cancel, name="cancel_purchase"),
    path("ownerships/<uuid:public_id>/end/", contracts.end, name="end_ownership"),
    path("homes/", homes.listed, name="homes"),
    path("homes/add/", homes.add, name="add_home"),
    path("homes/buildings/<str:project>/<path:code>/", homes.building, name="building"),
    path("homes/<str:public_number>/", homes.show, name="home"),
    path("homes/<str:public_number>/edit/", homes.edit, name="edit_home"),
    path("homes/<str:public_number>/handover/", homes.handover, name="handover"),
]
