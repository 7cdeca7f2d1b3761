"""All addresses. Rooms are named as strings; the ground floor imports none of them."""

from django.urls import include, path

# rooms: pages
urlpatterns = [
    path("", include("crm.web.urls")),
    path("", include("crm.accounts.urls")),
]
