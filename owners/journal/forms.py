"""What is typed into the journal on a card. The services check it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.dates import moment_field

from .states import CallOutcome, Direction


class _Entry(forms.Form):
    def __init__(self, *args, audiences=(), assignees=(), me=None, **kwargs):
        kwargs.setdefault("auto_id", f"{self.kind}-%s")
        super().__init__(*args, **kwargs)
        if "audience" in self.fields:
            self.fields["audience"].choices = list(audiences)
            self.fields["audience"].initial = self._usual(audiences)
        if "assignee" in self.fields:
            others = [(user.username, user.display_name) for user in assignees if user != me]
            self.fields["assignee"].choices = [("", _("Me")), *others]
        self._assignees = {user.username: user for user in assignees}

    @staticmethod
    def _usual(audiences) -> str:
        """For those who serve, where one belongs to them."""
        values = [value for value, _label in audiences]
        return "serving" if "serving" in values else "everyone"

    def said(self) -> dict:
        """What was typed, as the services take it."""
        said = dict(self.cleaned_data)
        if "assignee" in said:
            said["assignee"] = self._assignees.get(said["assignee"])
        return said


class NoteForm(_Entry):
    kind = "note"
    text = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000, required=False
    )
    audience = forms.ChoiceField(label=_("Who may read it"))
    pinned = forms.BooleanField(label=_("Keep it at the top"), required=False)


class CallForm(_Entry):
    kind = "call"
    direction = forms.ChoiceField(
        label=_("Direction"), choices=Direction.choices, widget=forms.RadioSelect, initial=Direction.IN
    )
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=CallOutcome.choices, initial=CallOutcome.REACHED
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=600)
    text = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
    )
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    due_at = moment_field(_("Until"), required=False)
    assignee = forms.ChoiceField(label=_("By whom"), required=False)
    audience = forms.ChoiceField(label=_("Who may read it"))


class TaskForm(_Entry):
    kind = "task"
    text = forms.CharField(label=_("What is to be done"), max_length=300, required=False)
    due_at = moment_field(_("Until"), required=False)
    assignee = forms.ChoiceField(label=_("By whom"), required=False)
    audience = forms.ChoiceField(label=_("Who may read it"))


class RescheduleForm(forms.Form):
    due_at = moment_field(_("Until"), required=True)
    assignee = forms.ChoiceField(label=_("By whom"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, assignees=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = [("", _("As before"))] + [
            (user.username, user.display_name) for user in assignees
        ]
        self._assignees = {user.username: user for user in assignees}

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"assignee": self._assignees.get(said["assignee"])}


FORMS = {"note": NoteForm, "call": CallForm, "task": TaskForm}
