from django.urls import path

from service_desk.weighing import api

urlpatterns = [
    path("weights", api.Weights.as_view(), name="api-weights"),
    path("cases/<str:number>/weighings", api.WeighingsOfCase.as_view(), name="api-case-weighings"),
]
