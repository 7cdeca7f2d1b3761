from django.urls import path

from crm.events import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("settings/events/", views.events, name="events"),
    path("settings/events/replay/", views.replay_all, name="events_replay_all"),
    path("settings/events/<uuid:public_id>/", views.event, name="event"),
    path("settings/events/<uuid:public_id>/replay/", views.replay, name="event_replay"),
]
