from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfitabilityConfig(AppConfig):
    name = "profitability"
    verbose_name = _("Profitability")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import segment_fields, slots, ties

        slots.fill()
        ties.say()
        segment_fields.say()
