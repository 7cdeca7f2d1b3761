from django.urls import path

from service_desk.conversation import api

urlpatterns = [
    path("mentions", api.Mentions.as_view(), name="api-mentions"),
    path("mentions/read", api.ReadMentions.as_view(), name="api-mentions-read"),
]
