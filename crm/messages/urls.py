from django.urls import path

from crm.messages import views

urlpatterns = [
    path("settings/messages/", views.messages, name="messages"),
    path("settings/messages/again/", views.send_all_again, name="messages_again"),
    path("settings/messages/<uuid:public_id>/again/", views.send_again, name="message_again"),
]
