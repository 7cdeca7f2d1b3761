from django.urls import path

from service_desk.weighing import api

urlpatterns = [
    path("weights", api.Weights.as_view(), name="api-weights"),
    path("weights/versions", api.WeightsVersions.as_view(), name="api-weights-versions"),
    path("cases/<str:number>/weighings", api.WeighingsOfCase.as_view(), name="api-case-weighings"),
]
