"""What the web processes serve, pages that stream events included."""

import os

from django.core.asgi import get_asgi_application
from django.urls import reverse

from crm.web.bounded import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
application = Bounded(get_asgi_application())
reverse("healthz")  # reads every route and its views now, so that the first visitor does not wait for it
