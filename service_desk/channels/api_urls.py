from django.urls import path

from service_desk.channels.hooks import api as hooks
from service_desk.channels.hotline import api as hotline
from service_desk.channels.mail import api as mail

urlpatterns = [
    path("incoming-mails", mail.IncomingMails.as_view(), name="api-incoming-mails"),
    path("incoming-mails/counts", mail.MailCounts.as_view(), name="api-incoming-mail-counts"),
    path("incoming-mails/<uuid:public_id>", mail.OneMail.as_view(), name="api-incoming-mail"),
    path("incoming-mails/<uuid:public_id>/release", mail.ReleaseOfMail.as_view(), name="api-mail-release"),
    path(
        "incoming-mails/<uuid:public_id>/attachment",
        mail.AttachmentOfMail.as_view(),
        name="api-mail-attachment",
    ),
    path("incoming-mails/<uuid:public_id>/discard", mail.DiscardOfMail.as_view(), name="api-mail-discard"),
    path("hooks", hooks.HookEndpoints.as_view(), name="api-hooks"),
    path("hooks/<slug:code>", hooks.SignedHook.as_view(), name="api-hook"),
    path("hooks/<slug:code>/deliveries", hooks.HookDeliveries.as_view(), name="api-hook-deliveries"),
    path("hooks/<slug:code>/secrets", hooks.HookSecrets.as_view(), name="api-hook-secrets"),
    path("hotline-tickets", hotline.Tickets.as_view(), name="api-hotline-tickets"),
    path("cases/<str:number>/hotline-reply", hotline.ReplyToHotline.as_view(), name="api-case-hotline-reply"),
]
