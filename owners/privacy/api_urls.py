from django.urls import path

from . import api

urlpatterns = [
    path("owners/<str:number>/person-exports", api.Exports.as_view(), name="api-person-exports"),
    path("person-exports/<uuid:public_id>", api.OneExport.as_view(), name="api-person-export"),
    path("person-exports/<uuid:public_id>/file", api.ExportFile.as_view(), name="api-person-file"),
    path("owners/<str:number>/erasures", api.Erasures.as_view(), name="api-erasures"),
    path("erasures/<uuid:public_id>", api.OneErasure.as_view(), name="api-erasure"),
    path(
        "erasures/<uuid:public_id>/confirmation", api.Confirmation.as_view(), name="api-erasure-confirmation"
    ),
    path("owners/<str:number>/consents", api.Consents.as_view(), name="api-consents"),
]
