from django.urls import path

from crm.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:public_id>/", views.run, name="import_run"),
    path("imports/<uuid:public_id>/progress/", views.progress, name="import_progress"),
    path("imports/<uuid:public_id>/trial/", views.trial, name="import_trial"),
    path("imports/<uuid:public_id>/execution/", views.execution, name="import_execution"),
    path("imports/<uuid:public_id>/refused.<str:form>", views.refused_file, name="import_refused"),
]
