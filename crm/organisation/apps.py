from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "crm.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        label = _("Projects and departments")
        slots.navigation(
            "settings.organisation", label, "organisation", "building", "organisation.view", order=900
        )
