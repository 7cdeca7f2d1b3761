from django.urls import path

from crm.audit import views

urlpatterns = [path("settings/audit/", views.audit, name="audit")]
