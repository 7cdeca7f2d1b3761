from django.urls import path

from . import api

urlpatterns = [
    path("cases/<str:number>/dossiers", api.DossiersOfCase.as_view(), name="api-case-dossiers"),
    path("dossiers/<uuid:public_id>", api.OneDossier.as_view(), name="api-dossier"),
    path("dossiers/<uuid:public_id>/archive", api.Archive.as_view(), name="api-dossier-archive"),
    path("dossiers/<uuid:public_id>/pdf", api.Paper.as_view(), name="api-dossier-pdf"),
]
