"""The pages of title deeds."""

from django.urls import path

from . import views

urlpatterns = [
    path("deeds/", views.listed, name="deeds"),
    path("deeds/buildings/<str:project>/<path:code>/", views.building, name="deeds_of_building"),
    path("deeds/<uuid:public_id>/", views.show, name="deed"),
    path("deeds/<uuid:public_id>/reach/", views.reach, name="reach_deed"),
    path("deeds/<uuid:public_id>/back/", views.take_back, name="take_back_deed"),
    path("deeds/<uuid:public_id>/plan/", views.plan, name="plan_deed"),
]
