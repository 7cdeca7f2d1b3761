"""What a person does with a mail that waits, and how a mailbox and the limits are set up."""

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from crm.web.seen import SharedForm
from service_desk.cases.terms import CaseKind
from service_desk.channels.mail import setting_up
from service_desk.channels.mail.models import Strangers
from service_desk.channels.mail.states import Discarded, Reason

STRANGERS = [
    (Strangers.PROSPECT, _("opens an inquiry, and they become a prospect")),
    (Strangers.HOLD, _("waits until somebody has looked at it")),
]


class Accepting(forms.Form):
    """A form that carries out one service and takes its refusals as errors of its fields."""

    def __init__(self, *args, **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def take(self, refusal: Refused) -> None:
        for name, text in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(text))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))


class ReleaseForm(Accepting):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=CaseKind.choices, initial=CaseKind.COMPLAINT, widget=forms.RadioSelect
    )


class DiscardForm(Accepting):
    why = forms.ChoiceField(
        label=_("Why?"), choices=[("", _("no reason given")), *Discarded.choices], required=False
    )


class SearchForm(forms.Form):
    """What of the mail that waits is shown."""

    q = forms.CharField(
        label=_("Search mail"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"data-key": "/", "type": "search"}),
    )
    reason = forms.ChoiceField(
        label=_("Why it waits"), choices=[("", _("for any reason")), *Reason.choices], required=False
    )
    mailbox = forms.ChoiceField(label=_("Mailbox"), required=False)

    def __init__(self, *args, mailboxes=(), **options):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["mailbox"].choices = [
            ("", _("all mailboxes")),
            *((one.code, one.address) for one in mailboxes),
        ]

    def asked(self) -> dict:
        """What the selector takes; a choice that there is not is none."""
        said = self.cleaned_data if self.is_valid() else {}
        return {
            "words": said.get("q", ""),
            "reason": said.get("reason", ""),
            "mailbox": said.get("mailbox", ""),
        }


class AttachForm(Accepting):
    case = forms.CharField(label=_("Number of the case"), max_length=20)


class MailboxForm(Accepting, SharedForm):
    code = forms.SlugField(label=_("Short name"), max_length=40)
    address = forms.CharField(label=_("Address"), max_length=254, validators=[validate_email])
    project = forms.ChoiceField(label=_("Project of its cases"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    kind_of_owners = forms.ChoiceField(
        label=_("What an owner writes is a"), choices=CaseKind.choices, initial=CaseKind.COMPLAINT
    )
    strangers = forms.ChoiceField(label=_("What a stranger writes"), choices=STRANGERS)
    host = forms.CharField(
        label=_("Server (IMAP)"),
        required=False,
        max_length=200,
        help_text=_("Empty: its mail is read from files only."),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    tls = forms.BooleanField(label=_("Encrypted from the first byte (TLS)"), required=False, initial=True)
    username = forms.CharField(label=_("Sign-in name"), required=False, max_length=200)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Empty: stays as it is. It is never shown."),
    )
    folder = forms.CharField(label=_("Folder"), max_length=100, initial="INBOX")
    confirms = forms.BooleanField(
        label=_("Tell whoever writes at once that it has arrived, with its number and a link"),
        required=False,
        initial=True,
    )
    is_open = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args, projects=(), mailbox=None, **options):
        self.mailbox = mailbox
        if mailbox is not None:
            names = [*setting_up.SET_UP, "code"]
            options["initial"] = {name: getattr(mailbox, name) for name in names}
            options["initial"] |= {"project": mailbox.project.code, "password": ""}
        super().__init__(*args, **options)
        self.projects = {project.code: project for project in projects}
        self.fields["project"].choices = [(code, project.label) for code, project in self.projects.items()]
        if mailbox is not None:
            del self.fields["code"]

    def carry_out(self, actor, now):
        """The mailbox, or None where something has to be corrected."""
        if not self.is_valid():
            return None
        said = dict(self.cleaned_data)
        said["project"] = self.projects[said["project"]]
        try:
            if self.mailbox is None:
                return setting_up.add_mailbox(actor, **said, now=now)
            return setting_up.edit_mailbox(actor, self.mailbox, changes=said, now=now)
        except Refused as refusal:
            self.take(refusal)
            return None


class LimitsForm(Accepting, SharedForm):
    mails_an_hour = forms.IntegerField(label=_("Mails of one sender an hour"), min_value=1, max_value=10_000)
    mails_to_a_case_an_hour = forms.IntegerField(
        label=_("Mails of one sender to one case an hour"), min_value=1, max_value=1_000
    )
    hours_between_answers = forms.IntegerField(
        label=_("Hours between two automatic answers to one address"), min_value=1, max_value=720
    )
    reports_an_hour = forms.IntegerField(
        label=_("Web forms from one place an hour"), min_value=1, max_value=10_000
    )
    reports_a_day = forms.IntegerField(
        label=_("Web forms with one telephone number a day"), min_value=1, max_value=1_000
    )
    confirmations_a_day = forms.IntegerField(
        label=_("Confirmations to one address or number a day"), min_value=1, max_value=100
    )
    texts_an_hour = forms.IntegerField(
        label=_("Confirmations by text message an hour, in the whole house"), min_value=1, max_value=10_000
    )
    raw_days = forms.IntegerField(
        label=_("Days for which a mail is kept as it came"), min_value=30, max_value=3_650
    )
    discarded_days = forms.IntegerField(
        label=_("Days for which a discarded mail can be had back"), min_value=1, max_value=365
    )
