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

        slots.group("privacy", _("Privacy"), "visibility", "shield", order=850)
        slots.navigation(
            "privacy.reveals", _("Who saw personal data"), "reveals", "eye", "privacy.reveals", order=853
        )
        slots.navigation(
            "privacy.table", _("Who sees what"), "visibility", "lock", "privacy.table", order=854
        )
        slots.navigation(
            "privacy.wordings", _("Wordings of consent"), "wordings", "edit", "privacy.wordings", order=855
        )
