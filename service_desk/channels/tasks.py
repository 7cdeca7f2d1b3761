from celery import shared_task

from crm import clock
from service_desk.channels.mail import fetching


@shared_task(ignore_result=True)
def fetch_mail() -> None:
    """Fetch every mailbox and read what came; what a lost message left is fetched by the next."""
    fetching.fetch_all(clock=clock.now)
