from django.urls import path

from crm.messages import api

urlpatterns = [
    path("outgoing-messages", api.Messages.as_view(), name="api-messages"),
    path("outgoing-messages/<uuid:public_id>/again", api.SendAgain.as_view(), name="api-message-again"),
    path("text-gateway", api.TextGateway.as_view(), name="api-text-gateway"),
    path("text-gateway/try", api.TextTry.as_view(), name="api-text-try"),
    path("text-reports", api.TextReports.as_view(), name="api-text-reports"),
]
