from django.urls import path

from crm.privacy import views

urlpatterns = [path("settings/reveals/", views.reveals, name="reveals")]
