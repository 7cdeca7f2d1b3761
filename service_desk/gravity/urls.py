"""The pages of severity, below the desk's."""

from django.urls import path

from service_desk.gravity import views

urlpatterns = [
    path("desk/thresholds/", views.thresholds, name="thresholds"),
    path("desk/thresholds/<int:number>/return/", views.bring_back, name="thresholds_return"),
    path("desk/thresholds/open-cases/", views.judge_open, name="judge_open"),
    path("desk/cases/<str:number>/gravity/", views.gravity, name="gravity"),
    path("desk/cases/<str:number>/impact/", views.learn, name="learn_impact"),
]
