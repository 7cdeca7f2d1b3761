"""The pages of satisfaction: the owner's questionnaire, the callback officer's room, the figures."""

from django.urls import path

from .collection import callback_views as callbacks
from .collection import link_views as link
from .feedback import views as feedback

app_name = "satisfaction"
urlpatterns = [
    path("q/<str:token>/", link.question, name="question"),
    path("q/thanks/<str:ticket>/", link.thanks, name="thanks"),
    path("satisfaction/", feedback.overview, name="overview"),
    path("satisfaction/feedback/<uuid:public_id>/", feedback.one, name="feedback"),
    path("satisfaction/callbacks/", callbacks.queue, name="callbacks"),
    path("satisfaction/callbacks/<str:number>/", callbacks.visit, name="callback"),
]
