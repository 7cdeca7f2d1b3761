from django.urls import path

from crm.imports import views
from crm.imports.guide import views as guide

urlpatterns = [
    path("imports/", guide.imports, name="imports"),
    path("imports/drafts/<uuid:public_id>/", guide.draft, name="import_draft"),
    path("imports/drafts/<uuid:public_id>/columns/", guide.columns, name="import_draft_columns"),
    path("imports/drafts/<uuid:public_id>/reading/", guide.reading, name="import_draft_reading"),
    path("imports/drafts/<uuid:public_id>/mapping/", guide.base, name="import_draft_mapping"),
    path("imports/drafts/<uuid:public_id>/keep/", guide.keep, name="import_draft_keep"),
    path("imports/drafts/<uuid:public_id>/take/", guide.take_on, name="import_draft_take"),
    path("imports/drafts/<uuid:public_id>/discard/", guide.discard, name="import_draft_discard"),
    path("imports/mappings/<uuid:public_id>/drop/", guide.drop_mapping, name="import_mapping_drop"),
    path("imports/<uuid:public_id>/", views.run, name="import_run"),
    path("imports/<uuid:public_id>/progress/", views.progress, name="import_progress"),
    path("imports/<uuid:public_id>/trial/", views.trial, name="import_trial"),
    path("imports/<uuid:public_id>/execution/", views.execution, name="import_execution"),
    path("imports/<uuid:public_id>/undo/", views.undo, name="import_undo"),
    path("imports/<uuid:public_id>/refused.<str:form>", views.refused_file, name="import_refused"),
]
