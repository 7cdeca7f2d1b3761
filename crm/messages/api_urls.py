from django.urls import path

from crm.messages import api

urlpatterns = [
    path("outgoing-messages", api.Messages.as_view(), name="api-messages"),
    path("outgoing-messages/<uuid:public_id>/again", api.SendAgain.as_view(), name="api-message-again"),
]
