from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "crm.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from crm.web import slots

        slots.group("settings", _("Settings"), "settings", "settings", order=900)
        slots.landing("administrator", "settings")
