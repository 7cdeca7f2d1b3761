from django.urls import path

from crm.exports import views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/start/", views.start, name="export_start"),
    path("exports/<uuid:public_id>/", views.export, name="export"),
    path("exports/<uuid:public_id>/progress/", views.progress, name="export_progress"),
    path("exports/<uuid:public_id>/file/", views.file, name="export_file"),
    path("exports/<uuid:public_id>/discard/", views.discard, name="export_discard"),
]
