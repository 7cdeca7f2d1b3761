from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "crm.messages"
    label = "outgoing"
    default_auto_field = "django.db.models.BigAutoField"
