from django.urls import path

from crm.audit import api

urlpatterns = [path("audit-entries", api.AuditEntries.as_view(), name="api-audit")]
