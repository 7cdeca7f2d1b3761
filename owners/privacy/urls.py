"""The pages of this room; spliced into the floor's before the owner's own."""

from django.urls import path

from . import views

urlpatterns = [
    path("privacy/", views.requests, name="privacy"),
    path("privacy/persons/<str:number>/", views.person, name="person"),
    path("privacy/persons/<str:number>/export/", views.ask_export, name="person_export"),
    path("privacy/persons/<str:number>/hold/", views.hold, name="person_hold"),
    path("privacy/persons/<str:number>/erase/", views.ask_erasure, name="person_erase"),
    path("privacy/exports/<uuid:public_id>/file/", views.fetch, name="person_file"),
    path("privacy/exports/<uuid:public_id>/handed/", views.hand_over, name="person_handed"),
    path("privacy/erasures/<uuid:public_id>/", views.erasure, name="erasure"),
    path("privacy/erasures/<uuid:public_id>/confirm/", views.confirm, name="erasure_confirm"),
    path("privacy/erasures/<uuid:public_id>/withdraw/", views.withdraw, name="erasure_withdraw"),
    path("owners/<str:number>/consents/", views.agreed, name="consents"),
    path("owners/<str:number>/consents/link/", views.send_link, name="consents_link"),
    path("portal/<str:token>/consents/", views.by_link, name="consents_by_link"),
]
