from django.apps import AppConfig


class ProfitabilityConfig(AppConfig):
    name = "profitability"
    default_auto_field = "django.db.models.BigAutoField"
