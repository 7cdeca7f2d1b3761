from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SatisfactionConfig(AppConfig):
    name = "satisfaction"
    verbose_name = _("Satisfaction")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import figures, segment_fields, slots, ties

        slots.fill()
        ties.say()
        segment_fields.say()
        figures.say()
