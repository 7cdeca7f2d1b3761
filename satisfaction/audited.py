"""What people do about opinions: deeds in the audit, as its page tells them after the name of who did it."""

from django.utils.translation import gettext_lazy as _

from crm.audit.wording import call_verbs

call_verbs(
    {
        "feedback.record": _("recorded what an owner thinks"),
        "invitations.open": _("asked an owner for his opinion"),
        "alarms.take": _("took on an alarm"),
    }
)
