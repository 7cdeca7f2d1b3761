from django.urls import path

from crm.imports import api
from crm.imports.guide import api as guide

urlpatterns = [
    path("import-mappings", api.Mappings.as_view(), name="api-import-mappings"),
    path("import-mappings/<uuid:public_id>", guide.OneMapping.as_view(), name="api-import-kept-mapping"),
    path("import-drafts", guide.Drafts.as_view(), name="api-import-drafts"),
    path("import-drafts/<uuid:public_id>", guide.OneDraft.as_view(), name="api-import-draft"),
    path("import-drafts/<uuid:public_id>/reading", guide.DraftReading.as_view(), name="api-draft-reading"),
    path("import-drafts/<uuid:public_id>/columns", guide.DraftColumns.as_view(), name="api-draft-columns"),
    path("import-drafts/<uuid:public_id>/mapping", guide.DraftMapping.as_view(), name="api-draft-mapping"),
    path("import-drafts/<uuid:public_id>/import", guide.DraftImport.as_view(), name="api-draft-import"),
    path("imports", api.Imports.as_view(), name="api-imports"),
    path("imports/<uuid:public_id>", api.OneImport.as_view(), name="api-import"),
    path("imports/<uuid:public_id>/trial", api.Trial.as_view(), name="api-import-trial"),
    path("imports/<uuid:public_id>/execution", api.Execution.as_view(), name="api-import-execution"),
    path("imports/<uuid:public_id>/undoing", api.Undoing.as_view(), name="api-import-undoing"),
    path("imports/<uuid:public_id>/refused-rows", api.RefusedRows.as_view(), name="api-import-refused"),
]
