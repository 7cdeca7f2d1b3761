"""The pages of the ways in: below the desk's, and the public ones."""

from django.urls import path

from service_desk.channels.confirming import views as confirming
from service_desk.channels.hooks import views as hooks
from service_desk.channels.hotline import views as hotline
from service_desk.channels.mail import views as mail
from service_desk.channels.sent import views as sent
from service_desk.channels.web import views as web

urlpatterns = [
    path("desk/mail/", mail.quarantine, name="quarantine"),
    path("desk/mail/together/", mail.mails_together, name="mails_together"),
    path("desk/mail/<uuid:public_id>/", mail.mail, name="mail"),
    path("desk/mail/<uuid:public_id>/file/", mail.mail_file, name="mail_file"),
    path("desk/mail/<uuid:public_id>/release/", mail.release, name="mail_release"),
    path("desk/mail/<uuid:public_id>/attach/", mail.attach, name="mail_attach"),
    path("desk/mail/<uuid:public_id>/reply/", mail.take_as_reply, name="mail_reply"),
    path("desk/mail/<uuid:public_id>/discard/", mail.discard, name="mail_discard"),
    path("desk/mail/<uuid:public_id>/take-back/", mail.take_back, name="mail_take_back"),
    path("desk/mail/<uuid:public_id>/fetch-again/", mail.fetch_again, name="mail_fetch_again"),
    path("settings/channels/", mail.channels, name="channels"),
    path("settings/channels/limits/", mail.limits, name="channel_limits"),
    path("settings/channels/confirming/", confirming.confirming, name="channel_confirming"),
    path("settings/channels/mailboxes/new/", mail.new_mailbox, name="new_mailbox"),
    path("settings/channels/mailboxes/<slug:code>/", mail.mailbox, name="mailbox"),
    path("settings/channels/hooks/new/", hooks.new_endpoint, name="new_hook_endpoint"),
    path("settings/channels/hooks/<slug:code>/", hooks.endpoint, name="hook_endpoint"),
    path("settings/channels/hooks/<slug:code>/edit/", hooks.edit_endpoint, name="edit_hook_endpoint"),
    path("settings/channels/hooks/<slug:code>/secret/", hooks.renew_secret, name="hook_renew"),
    path("settings/channels/hooks/<slug:code>/secret/end/", hooks.end_secret, name="hook_end_secret"),
    path("settings/channels/hooks/<slug:code>/use/", hooks.switch, name="hook_switch"),
    path("settings/channels/hooks/<slug:code>/aside/", hooks.try_aside_again, name="hook_aside"),
    path("hooks/wecom/<slug:code>/", hooks.wecom_door, name="wecom_door"),
    path("report/", web.report, name="report"),
    path("follow/<str:token>/", web.follow, name="follow"),
    path("my/<str:token>/", web.own_case, name="own_case"),
    path("desk/cases/<str:number>/link/", web.send_link, name="send_link"),
    path("desk/sent/", sent.sent, name="sent"),
    path("desk/sent/<uuid:public_id>/", sent.one, name="sent_one"),
    path("desk/sent/<uuid:public_id>/again/", sent.again, name="sent_again"),
    path("desk/sent/<uuid:public_id>/another-way/", sent.another_way, name="sent_another_way"),
    path("desk/hotline/", hotline.tickets, name="hotline"),
    path("desk/hotline/<str:number>/reply/", hotline.reply, name="hotline_reply"),
]
