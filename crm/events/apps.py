from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "crm.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.web import slots

        slots.navigation("settings.events", _("Deliveries"), "events", "transfer", "events.view", order=940)
