from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    """Brings up what belongs to no room: the checks of the surroundings, and Celery's application.

    Without the latter a ``@shared_task`` sent from a page would look for a broker at Celery's default
    address, wait for it, and fail.
    """

    name = "crm.embedded"
    label = "embedded"

    def ready(self) -> None:
        from crm import celery, checks  # noqa: F401
