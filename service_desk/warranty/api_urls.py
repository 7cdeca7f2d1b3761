from django.urls import path

from . import api

urlpatterns = [
    path("cases/<str:number>/warranty", api.WarrantyOfCase.as_view(), name="api-case-warranty"),
    path(
        "cases/<str:number>/warranty/extension",
        api.ExtensionOfCase.as_view(),
        name="api-case-warranty-extension",
    ),
]
