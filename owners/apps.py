"""The owners app: floor 1."""

from django.apps import AppConfig


class OwnersConfig(AppConfig):
    name = "owners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from owners import own_ties, slots
        from owners.segments import own_fields

        slots.fill()
        own_ties.say()
        own_fields.say()
