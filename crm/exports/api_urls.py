from django.urls import path

from crm.exports import api

urlpatterns = [
    path("exports", api.Exports.as_view(), name="api-exports"),
    path("exports/<uuid:public_id>", api.OneExport.as_view(), name="api-export"),
    path("exports/<uuid:public_id>/file", api.ExportFile.as_view(), name="api-export-file"),
]
