from django.urls import path

from . import api

urlpatterns = [
    path("owners/<str:number>/person-exports", api.Exports.as_view(), name="api-person-exports"),
    path("person-exports", api.AllExports.as_view(), name="api-all-person-exports"),
    path(
        "person-exports/<uuid:public_id>/handing-over",
        api.HandingOver.as_view(),
        name="api-person-handing-over",
    ),
    path("owners/<str:number>/hold", api.Hold.as_view(), name="api-hold"),
    path("erasures", api.AllErasures.as_view(), name="api-all-erasures"),
    path("erasures/<uuid:public_id>/withdrawal", api.Withdrawal.as_view(), name="api-erasure-withdrawal"),
    path("person-exports/<uuid:public_id>", api.OneExport.as_view(), name="api-person-export"),
    path("person-exports/<uuid:public_id>/file", api.ExportFile.as_view(), name="api-person-file"),
    path("owners/<str:number>/erasures", api.Erasures.as_view(), name="api-erasures"),
    path("erasures/<uuid:public_id>", api.OneErasure.as_view(), name="api-erasure"),
    path(
        "erasures/<uuid:public_id>/confirmation", api.Confirmation.as_view(), name="api-erasure-confirmation"
    ),
    path("owners/<str:number>/consent-links", api.ConsentLinks.as_view(), name="api-consent-links"),
    path("owners/<str:number>/consents", api.Consents.as_view(), name="api-consents"),
]
