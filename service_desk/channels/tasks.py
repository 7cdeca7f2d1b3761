from celery import shared_task

from crm import clock
from service_desk.channels.hooks import fetching_wecom, syncing_wecom
from service_desk.channels.mail import fetching
from service_desk.channels.web import holding


@shared_task(ignore_result=True)
def fetch_mail() -> None:
    """Fetch every mailbox and read what came; what a lost message left is fetched by the next."""
    fetching.fetch_all(clock=clock.now)


@shared_task(ignore_result=True)
def drop_held_photos() -> None:
    """Drop the photos of forms that nobody sent again."""
    holding.sweep(now=clock.now())


@shared_task(ignore_result=True)
def fetch_wecom() -> None:
    """Fetch the messages of service accounts, then the pictures, voices, videos and files that people sent."""
    syncing_wecom.fetch_told(clock=clock.now)
    fetching_wecom.fetch_waiting(clock=clock.now)
