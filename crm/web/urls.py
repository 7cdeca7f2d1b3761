from django.conf import settings
from django.urls import path

from crm.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("settings/", views.settings_page, name="settings"),
    path("language/", views.choose_language, name="choose_language"),
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", views.gallery, name="gallery"))
