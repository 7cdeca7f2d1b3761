from django.urls import path

from service_desk.channels import setting_up_api as settings
from service_desk.channels.hooks import api as hooks
from service_desk.channels.hotline import api as hotline
from service_desk.channels.mail import api as mail
from service_desk.channels.sent import api as sent
from service_desk.channels.web import api as web
from service_desk.intake import api as intake

urlpatterns = [
    path("incoming-mails", mail.IncomingMails.as_view(), name="api-incoming-mails"),
    path("incoming-mails/counts", mail.MailCounts.as_view(), name="api-incoming-mail-counts"),
    path("incoming-mails/together", mail.MailsTogether.as_view(), name="api-mails-together"),
    path("incoming-mails/<uuid:public_id>/reply", mail.ReplyOfMail.as_view(), name="api-mail-reply"),
    path("incoming-mails/<uuid:public_id>", mail.OneMail.as_view(), name="api-incoming-mail"),
    path("incoming-mails/<uuid:public_id>/release", mail.ReleaseOfMail.as_view(), name="api-mail-release"),
    path(
        "incoming-mails/<uuid:public_id>/fetching-again",
        mail.FetchingAgain.as_view(),
        name="api-mail-fetching-again",
    ),
    path(
        "incoming-mails/<uuid:public_id>/attachment",
        mail.AttachmentOfMail.as_view(),
        name="api-mail-attachment",
    ),
    path("incoming-mails/<uuid:public_id>/discard", mail.DiscardOfMail.as_view(), name="api-mail-discard"),
    path("hooks", settings.HookEndpoints.as_view(), name="api-hooks"),
    path("hooks/<slug:code>", hooks.SignedHook.as_view(), name="api-hook"),
    path("hooks/<slug:code>/deliveries", hooks.HookDeliveries.as_view(), name="api-hook-deliveries"),
    path("hooks/<slug:code>/aside", hooks.HookAside.as_view(), name="api-hook-aside"),
    path("hooks/<slug:code>/secrets", hooks.HookSecrets.as_view(), name="api-hook-secrets"),
    path(
        "hooks/<slug:code>/secrets/<int:version>",
        settings.OneHookSecret.as_view(),
        name="api-hook-secret",
    ),
    path("hook-endpoints/<slug:code>", settings.OneHookEndpoint.as_view(), name="api-hook-endpoint"),
    path("mailboxes", settings.Mailboxes.as_view(), name="api-mailboxes"),
    path("mailboxes/<slug:code>", settings.OneMailbox.as_view(), name="api-mailbox"),
    path("channel-limits", settings.ChannelLimits.as_view(), name="api-channel-limits"),
    path("channel-confirmations", settings.Confirming.as_view(), name="api-channel-confirmations"),
    path("cases/<str:number>/owner-link", web.OwnerLinkOfCase.as_view(), name="api-case-owner-link"),
    path("cases/<str:number>/perhaps", intake.PeopleOfCase.as_view(), name="api-case-perhaps"),
    path("sent-messages", sent.SentMessages.as_view(), name="api-sent"),
    path("sent-messages/<uuid:public_id>", sent.OneSentMessage.as_view(), name="api-sent-one"),
    path("sent-messages/<uuid:public_id>/again", sent.SentAgain.as_view(), name="api-sent-again"),
    path(
        "sent-messages/<uuid:public_id>/another-way",
        sent.SentAnotherWay.as_view(),
        name="api-sent-another-way",
    ),
    path("hotline-tickets", hotline.Tickets.as_view(), name="api-hotline-tickets"),
    path("cases/<str:number>/hotline-reply", hotline.ReplyToHotline.as_view(), name="api-case-hotline-reply"),
]
