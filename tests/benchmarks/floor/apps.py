from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "tests.benchmarks.floor"
    label = "floor"
    default_auto_field = "django.db.models.BigAutoField"
