from django.urls import path

from service_desk.sheets import api

urlpatterns = [
    path("cases/<str:number>/sheets/<slug:kind>", api.SheetOfCase.as_view(), name="api-case-sheet"),
]
