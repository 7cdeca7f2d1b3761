"""The pages of segments; they stand in the namespace of the owners."""

from django.urls import path

from . import views

urlpatterns = [
    path("segments/", views.listed, name="segments"),
    path("segments/new/", views.new, name="new_segment"),
    path("segments/preview/", views.preview, name="segment_preview"),
    path("segments/values/", views.values, name="segment_values"),
    path("segments/<uuid:public_id>/", views.show, name="segment"),
    path("segments/<uuid:public_id>/edit/", views.edit, name="edit_segment"),
    path("segments/<uuid:public_id>/restore/", views.restore, name="restore_segment"),
    path("segments/<uuid:public_id>/copy/", views.copy, name="copy_segment"),
    path("segments/<uuid:public_id>/archive/", views.archive, name="archive_segment"),
    path("segments/<uuid:public_id>/delete/", views.delete, name="delete_segment"),
]
