from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "crm.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        autodiscover_modules("visible")  # each app's rows of the table of who sees what
        from crm.web import slots

        slots.navigation(
            "settings.reveals", _("Who saw personal data"), "reveals", "eye", "privacy.reveals", order=930
        )
