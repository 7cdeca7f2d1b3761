from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "crm.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from crm.accounts import discovery
        from crm.web import slots

        register(discovery.verbs_are_declared)
        discovery.load_access()
        slots.navigation(
            "settings.users", _("Users and roles"), "settings_users", "people", "users.view", order=910
        )
        slots.fill("me", "crm.accounts.slots.own_account", order=10)
