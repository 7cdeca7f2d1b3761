"""The pages of this room; spliced into owners/urls.py before the card's own address."""

from django.urls import path

from . import views

urlpatterns = [
    path("owners/duplicates/", views.inbox, name="duplicates"),
    path("owners/duplicates/decide/", views.decide, name="decide_duplicates"),
    path("owners/duplicates/take-back/", views.take_back, name="take_back_duplicates"),
    path("owners/duplicates/scan/", views.scan, name="scan_duplicates"),
    path("owners/merges/", views.merges, name="merges"),
    path("owners/merges/<uuid:public_id>/", views.merged, name="merged"),
    path("owners/merges/<uuid:public_id>/undo/", views.undo, name="undo_merge"),
    path("owners/<str:number>/merge/", views.merge_with, name="merge_with"),
    path("owners/<str:number>/merge/<str:gone>/", views.merge, name="merge"),
]
