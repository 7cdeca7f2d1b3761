from django.urls import path

from crm.messages import gateway_views, views

urlpatterns = [
    path("settings/messages/", views.messages, name="messages"),
    path("settings/messages/again/", views.send_all_again, name="messages_again"),
    path("settings/messages/<uuid:public_id>/again/", views.send_again, name="message_again"),
    path("settings/texts/", gateway_views.gateway, name="text_gateway"),
    path("settings/texts/use/", gateway_views.switch, name="text_gateway_use"),
    path("settings/texts/try/", gateway_views.try_out, name="text_gateway_try"),
    path("settings/messages/<uuid:public_id>/", views.message, name="message"),
]
