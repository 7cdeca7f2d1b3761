from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "crm.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        slots.navigation("settings.jobs", _("Long work"), "jobs", "history", "jobs.view", order=920)
