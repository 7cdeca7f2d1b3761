from django.urls import path

from . import views

urlpatterns = [
    path("desk/cases/<str:number>/dossiers/", views.ask, name="ask_dossier"),
    path("desk/dossiers/<uuid:public_id>/", views.dossier, name="dossier"),
    path("desk/dossiers/<uuid:public_id>/archive/", views.download, name="dossier_archive"),
    path("desk/dossiers/<uuid:public_id>/pdf/", views.paper, name="dossier_pdf"),
]
