from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from crm.web.seen import SharedForm
from service_desk.cases.terms import CaseKind, Channel
from service_desk.channels.hooks import services, wecom
from service_desk.channels.hooks.models import Sort
from service_desk.channels.mail.forms import Accepting

CHANNELS = [pair for pair in Channel.choices if pair[0] in ("social", "web", "wecom", "api", "hotline_12345")]


class EndpointForm(Accepting, SharedForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(
        label=_("Short name in its address"), max_length=40, help_text=_("Latin letters, digits and hyphens.")
    )
    sort = forms.ChoiceField(
        label=_("Sort"), choices=Sort.choices, widget=forms.RadioSelect, initial="signed"
    )
    project = forms.ChoiceField(label=_("Project of its cases"))
    channel = forms.ChoiceField(label=_("What comes by it counts as"), choices=CHANNELS)
    kind = forms.ChoiceField(label=_("Unless it says otherwise, it is a"), choices=CaseKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    company = forms.CharField(label=_("Company id (WeCom)"), required=False, max_length=80)
    token = forms.CharField(label=_("Token (WeCom)"), required=False, max_length=80)
    aes_key = forms.CharField(label=_("EncodingAESKey (WeCom)"), required=False, max_length=60)

    agent = forms.CharField(label=_("AgentId of the app (WeCom)"), required=False, max_length=20)
    app_secret = forms.CharField(
        label=_("Secret of the app (WeCom)"),
        required=False,
        max_length=120,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("With it, pictures and files are fetched and answers leave by WeCom. It is never shown."),
    )

    def __init__(self, *args, projects=(), endpoint=None, **options):
        self.endpoint = endpoint
        if endpoint is not None:
            shown = ("name", "channel", "kind", "language", "company", "agent")
            options["initial"] = {name: getattr(endpoint, name) for name in shown}
        super().__init__(*args, **options)
        if endpoint is not None:
            self._to_edit(endpoint)
            return
        self.projects = {project.code: project for project in projects}
        self.fields["project"].choices = [(code, project.label) for code, project in self.projects.items()]

    def _to_edit(self, endpoint) -> None:
        """What the other side and the cases know it by stays; of secrets nothing is shown, and empty they stay."""
        for name in ("code", "sort", "project"):
            del self.fields[name]
        for name in services.WECOM:
            if endpoint.sort != Sort.WECOM:
                del self.fields[name]
            elif name in services.SECRET:
                self.fields[name].widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
                self.fields[name].help_text = _("Empty: stays as it is. It is never shown.")

    def clean(self):
        """WeCom's endpoint cannot be opened without what WeCom gave us."""
        said = super().clean()
        if said.get("sort") == Sort.WECOM:
            for name in ("company", "token", "aes_key"):
                if not said.get(name):
                    self.add_error(name, _("Please fill this in."))
            if said.get("aes_key"):
                try:
                    wecom.key_of(said["aes_key"])
                except wecom.Unproved:
                    self.add_error("aes_key", _("This is not a key of WeCom: it has 43 letters and digits."))
        return said

    def carry_out(self, actor, now):
        """(the endpoint, its secret), or None where something has to be corrected."""
        if not self.is_valid():
            return None
        said = dict(self.cleaned_data)
        if self.endpoint is not None:
            return self._edit(actor, said, now)
        said["project"] = self.projects[said["project"]]
        try:
            return services.add_endpoint(actor, **said, now=now)
        except Refused as refusal:
            self.take(refusal)
            return None

    def _edit(self, actor, said: dict, now):
        try:
            return services.edit_endpoint(actor, self.endpoint, changes=said, now=now), ""
        except Refused as refusal:
            self.take(refusal)
            return None
