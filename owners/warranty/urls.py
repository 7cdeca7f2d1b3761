"""The pages of warranty parts."""

from django.urls import path

from . import views

urlpatterns = [
    path("warranty/", views.listed, name="warranty_parts"),
    path("warranty/add/", views.add, name="add_warranty_part"),
    path("warranty/standard/", views.standard, name="standard_warranty"),
    path("warranty/parts/<str:code>/", views.part, name="warranty_part"),
    path("warranty/parts/<str:code>/return/<int:number>/", views.bring_back, name="warranty_return"),
    path("warranty/parts/<str:code>/grant/", views.grant, name="grant_warranty"),
]
