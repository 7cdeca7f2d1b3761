from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "crm.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        autodiscover_modules("audited")  # what each app calls its deeds
        slots.navigation("settings.audit", _("Audit"), "audit", "lock", "audit.view", order=950)
