from django import forms
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from crm.messages import gateway, gateway_services
from crm.web.seen import SharedForm

HIDDEN = {"autocomplete": "new-password"}


class Accepting(forms.Form):
    """A form that takes the refusals of a service as errors of its fields."""

    def __init__(self, *args, **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def take(self, refusal: Refused) -> None:
        for name, text in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(text))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))


class GatewayForm(Accepting, SharedForm):
    """The fields of a gateway, in the order in which a provider's manual explains them."""

    url = forms.CharField(label=_("Address to send to"), max_length=500, help_text="https://…")
    method = forms.ChoiceField(label=_("Method"), choices=[(name, name) for name in gateway.METHODS])
    shape = forms.ChoiceField(label=_("Body as"), choices=[("json", "JSON"), ("form", _("form fields"))])
    headers = forms.CharField(
        label=_("Headers with the credential"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One a line, such as “Authorization: Bearer …”. Never shown again; empty: stays as it is."
        ),
    )
    body = forms.CharField(
        label=_("Body"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control font-monospace"}),
        help_text=_(
            "{to}, {text}, {id} and {sender} are filled in. As form fields: one a line, “mobile={to}”."
        ),
    )
    sender = forms.CharField(label=_("Sender or signature"), required=False, max_length=60)
    numbers = forms.ChoiceField(
        label=_("Telephone numbers as"),
        choices=[("plus", "+8613800000000"), ("digits", "8613800000000"), ("national", "13800000000")],
    )
    signing_key = forms.CharField(
        label=_("Signing key (HMAC-SHA256)"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs=HIDDEN),
        help_text=_("Only where the gateway asks for one. Never shown again; empty: stays as it is."),
    )
    ok_statuses = forms.CharField(label=_("Taken with the status"), max_length=80)
    ok_field = forms.CharField(
        label=_("and where this field of the answer"),
        required=False,
        max_length=120,
        help_text=_("Such as code or data.0.status; empty: the status alone decides."),
    )
    ok_values = forms.CharField(label=_("has one of these values"), required=False, max_length=200)
    never_values = forms.CharField(
        label=_("Never taken with the values"),
        required=False,
        max_length=400,
        help_text=_(
            "Codes after which trying again is useless, with commas: number blocked, content refused."
        ),
    )
    id_field = forms.CharField(label=_("Field with the gateway's own id"), required=False, max_length=120)
    report_key = forms.CharField(
        label=_("Key of the delivery reports"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs=HIDDEN),
        help_text=_("Without it no report is taken. Never shown again; empty: stays as it is."),
    )
    report_list = forms.CharField(
        label=_("Field with the list of reports"),
        required=False,
        max_length=120,
        help_text=_("Empty: the body itself is one report, or a list of them."),
    )
    report_id = forms.CharField(label=_("Field with the message's id"), max_length=120)
    report_state = forms.CharField(label=_("Field with the state"), max_length=120)
    report_delivered = forms.CharField(label=_("Values that mean it arrived"), max_length=200)
    report_failed = forms.CharField(label=_("Values that mean it never will"), max_length=400)
    quiet_since = forms.CharField(label=_("Quiet from"), max_length=5)
    quiet_until = forms.CharField(
        label=_("Quiet until"),
        max_length=5,
        help_text=_(
            "Where the owner's project stands. Danger and crises do not wait. Twice the same: no quiet."
        ),
    )

    def __init__(self, *args, row=None, **options):
        held = gateway.opened(row.sealed) if row else gateway.Gateway()
        shown = {name: getattr(held, name) for name in gateway.NAMES if name not in gateway.SECRET}
        super().__init__(*args, initial=shown, **options)
        self.is_open = row is None or row.is_open

    def carry_out(self, actor, now):
        """Whether a new version holds now."""
        if not self.is_valid():
            return False
        try:
            gateway_services.set_gateway(actor, changes=self.cleaned_data, is_open=self.is_open, now=now)
        except Refused as refusal:
            self.take(refusal)
            return False
        return True


class TryForm(Accepting):
    to = forms.CharField(label=_("Telephone number"), max_length=40)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2, "data-text-length": ""}),
    )
