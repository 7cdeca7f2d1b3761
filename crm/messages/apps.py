from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    name = "crm.messages"
    label = "outgoing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.messages import texting
        from crm.web import slots

        texting.connect()

        slots.navigation(
            "settings.messages", _("Outgoing messages"), "messages", "mail", "messages.view", order=930
        )
        slots.navigation(
            "settings.texts", _("Text messages"), "text_gateway", "phone", "messages.set_up", order=931
        )
