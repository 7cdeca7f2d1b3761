from django.shortcuts import render

from crm.api.paging import CursorPage
from crm.privacy import services
from crm.web.pages import page


@page("privacy.reveals")
def reveals(request):
    """Who unmasked what, and why."""
    found = CursorPage(services.reveals(), request, order=("-at", "-id"), size=50)
    return render(request, "privacy/reveals.html", {"page": found})
