"""The same for a WSGI server, which serves everything but the streams."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
application = get_wsgi_application()
reverse("healthz")  # reads every route and its views now, so that the first visitor does not wait for it
