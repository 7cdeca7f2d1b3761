from django.urls import path

from service_desk.promises import api

urlpatterns = [
    path("promises", api.Promises.as_view(), name="api-promises"),
    path("promises/<uuid:public_id>/settlement", api.Settlement.as_view(), name="api-promise-settlement"),
    path("cases/<str:number>/promises", api.PromisesOfCase.as_view(), name="api-case-promises"),
]
