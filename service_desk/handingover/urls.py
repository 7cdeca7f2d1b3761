from django.urls import path

from service_desk.handingover import views

urlpatterns = [path("desk/handovers/", views.waiting, name="handovers")]
