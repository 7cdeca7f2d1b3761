"""The owners app: floor 1."""

from django.apps import AppConfig


class OwnersConfig(AppConfig):
    name = "owners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from owners import own_ties, slots

        slots.fill()
        own_ties.say()
