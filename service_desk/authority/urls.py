from django.urls import path

from service_desk.authority import views

urlpatterns = [
    path("desk/limits/", views.limits, name="limits"),
    path("desk/limits/<int:number>/return/", views.bring_back, name="limits_return"),
]
