from celery import shared_task
from django.conf import settings
from django.utils.module_loading import import_string

from crm import clock


@shared_task(ignore_result=True)
def forget() -> None:
    """Drop what the rooms that carry things need no longer; the settings name them."""
    for room in settings.FORGETFUL_ROOMS:
        import_string(f"{room}.services.forget")(now=clock.now())
