"""Addresses of files; spliced into the desk's."""

from django.urls import path

from service_desk.attachments import views

urlpatterns = [
    path("desk/cases/<str:number>/files/", views.files, name="files"),
    path("desk/cases/<str:number>/files/add/", views.add, name="add_files"),
    path("desk/files/<uuid:public_id>/", views.content, name="file"),
    path("desk/files/<uuid:public_id>/caption/", views.word, name="word_file"),
    path("desk/files/<uuid:public_id>/removal/", views.remove, name="remove_file"),
    path("desk/files/<uuid:public_id>/back/", views.bring_back, name="bring_file_back"),
]
