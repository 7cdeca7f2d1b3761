from django.urls import path

from service_desk.rating import api

urlpatterns = [
    path("department-service", api.Departments.as_view(), name="api-departments-service"),
    path("department-service/<str:code>/months", api.Months.as_view(), name="api-department-months"),
    path("transfer-slips/<str:number>/ratings", api.Rating.as_view(), name="api-slip-ratings"),
]
