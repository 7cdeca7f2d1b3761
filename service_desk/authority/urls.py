from django.urls import path

from service_desk.authority import views

urlpatterns = [path("desk/limits/", views.limits, name="limits")]
