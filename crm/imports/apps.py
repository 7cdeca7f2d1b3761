from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "crm.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        slots.navigation("settings.imports", _("Imports"), "imports", "upload", "imports.run", order=915)
        slots.fill("case.side", "crm.imports.slots.external_facts", order=900)
