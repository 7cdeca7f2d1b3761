from django.urls import path

from crm.privacy import api

urlpatterns = [path("reveals", api.Reveals.as_view(), name="api-reveals")]
