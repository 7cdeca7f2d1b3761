from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "crm.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        label = _("Working calendars")
        slots.navigation("settings.calendars", label, "calendars", "calendar", "calendars.view", order=910)
