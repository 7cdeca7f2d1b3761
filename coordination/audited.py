"""What is decided: deeds in the audit, as its page tells them after the name of who did it."""

from django.utils.translation import gettext_lazy as _

from crm.audit.wording import call_verbs

call_verbs(
    {
        "decisions.make": _("decided what to do for an owner"),
        "decisions.override": _("overrode a decision"),
        "policies.change": _("changed a policy of decisions"),
    }
)
