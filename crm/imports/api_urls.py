from django.urls import path

from crm.imports import api

urlpatterns = [
    path("import-mappings", api.Mappings.as_view(), name="api-import-mappings"),
    path("imports", api.Imports.as_view(), name="api-imports"),
    path("imports/<uuid:public_id>", api.OneImport.as_view(), name="api-import"),
    path("imports/<uuid:public_id>/trial", api.Trial.as_view(), name="api-import-trial"),
    path("imports/<uuid:public_id>/execution", api.Execution.as_view(), name="api-import-execution"),
    path("imports/<uuid:public_id>/refused-rows", api.RefusedRows.as_view(), name="api-import-refused"),
]
