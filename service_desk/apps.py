from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceDeskConfig(AppConfig):
    name = "service_desk"
    label = "service_desk"
    verbose_name = _("Service desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from service_desk import segment_fields, slots, ties
        from service_desk.channels.hooks import writing_wecom
        from service_desk.figures import desk as figures

        slots.fill()
        ties.say()
        segment_fields.say()
        figures.say()
        writing_wecom.connect()
