"""The pages of the prospects room, spliced into those of the floor."""

from django.urls import path

from . import views

urlpatterns = [
    path("prospects/", views.listed, name="prospects"),
    path("prospects/add/", views.add, name="add_prospect"),
    path("prospects/conversion/", views.conversion, name="conversion"),
    path("prospects/weights/", views.weights, name="prospect_weights"),
    path("prospects/<uuid:public_id>/", views.show, name="prospect"),
    path("prospects/<uuid:public_id>/visit/", views.visit, name="prospect_visit"),
    path("prospects/<uuid:public_id>/salesperson/", views.give, name="give_prospect"),
    path("prospects/<uuid:public_id>/lost/", views.lose, name="lose_prospect"),
    path("prospects/<uuid:public_id>/won-back/", views.win_back, name="win_back_prospect"),
]
