"""What people do about value: deeds in the audit, as its page tells them after the name of who did it."""

from django.utils.translation import gettext_lazy as _

from crm.audit.wording import call_verbs

call_verbs(
    {
        "assumptions.change": _("changed the assumptions of value"),
    }
)
