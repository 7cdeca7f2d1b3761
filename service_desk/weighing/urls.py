from django.urls import path

from service_desk.weighing import views

urlpatterns = [
    path("desk/weights/", views.weights, name="weights"),
    path("desk/weights/<int:number>/return/", views.bring_back, name="weights_return"),
]
