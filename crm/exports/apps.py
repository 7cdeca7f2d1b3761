from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "crm.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        slots.navigation("settings.exports", _("Exports"), "exports", "download", "exports.run", order=916)
