from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "crm.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        slots.navigation("settings.audit", _("Audit"), "audit", "lock", "audit.view", order=950)
