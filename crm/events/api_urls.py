from django.urls import path

from crm.events import api

urlpatterns = [
    path("events", api.Events.as_view(), name="api-events"),
    path("events/replay", api.ReplayAll.as_view(), name="api-events-replay"),
    path("events/<uuid:public_id>", api.Event.as_view(), name="api-event"),
    path("events/<uuid:public_id>/replay", api.Replay.as_view(), name="api-event-replay"),
]
