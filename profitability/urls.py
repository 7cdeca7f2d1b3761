"""The pages of value."""

from django.urls import path

from .lifetime import views

app_name = "profitability"
urlpatterns = [
    path("value/", views.overview, name="overview"),
    path("value/assessments/<uuid:public_id>/", views.assessment, name="assessment"),
]
