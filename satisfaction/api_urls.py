"""The routes of satisfaction under /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("questionnaires", api.Questionnaires.as_view(), name="api-questionnaires"),
    path("invitations", api.Invitations.as_view(), name="api-invitations"),
    path("invitations/<uuid:public_id>", api.OneInvitation.as_view(), name="api-invitation"),
    path("callbacks", api.Callbacks.as_view(), name="api-callbacks"),
    path("feedback", api.FeedbackList.as_view(), name="api-feedback-list"),
    path("feedback/<uuid:public_id>", api.OneFeedback.as_view(), name="api-feedback"),
]
