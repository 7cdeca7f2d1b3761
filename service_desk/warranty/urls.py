from django.urls import path

from . import views

urlpatterns = [
    path("desk/cases/<str:number>/warranty/", views.judge, name="warranty"),
    path("desk/cases/<str:number>/warranty/extension/", views.extend, name="warranty_extension"),
]
