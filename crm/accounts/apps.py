from django.apps import AppConfig
from django.core.checks import register


class AccountsConfig(AppConfig):
    name = "crm.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.accounts import discovery

        register(discovery.verbs_are_declared)
        discovery.load_access()
