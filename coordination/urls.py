"""The pages of coordination."""

from django.urls import path

from .decisions import views

app_name = "coordination"
urlpatterns = [
    path("coordination/", views.overview, name="overview"),
    path("coordination/decisions/", views.decisions, name="decisions"),
    path("coordination/decisions/<uuid:public_id>/", views.decision, name="decision"),
    path("coordination/alarms/", views.alarms, name="alarms"),
    path("coordination/alarms/<uuid:public_id>/take/", views.take, name="take_alarm"),
]
