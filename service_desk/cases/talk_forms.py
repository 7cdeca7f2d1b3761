"""What is said around a case, each in a form of its own: to the owner, by the owner, among ourselves."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.permissions import may
from crm.web.asking import ALWAYS, asked
from crm.web.dates import day_field
from service_desk.cases import services
from service_desk.cases.form_parts import StepForm, area
from service_desk.cases.services.letters import way_of


class ReplyForm(StepForm):
    verb, name, label = "cases.write", "reply", gettext_lazy("Send to the owner")
    done = gettext_lazy("Written to the owner.")
    body = forms.CharField(
        label=gettext_lazy("Reply to the owner"), widget=area(2, **{"data-guard": "reply", "data-key": "r"})
    )
    promise = forms.BooleanField(label=gettext_lazy("This is a promise"), required=False)
    promise_due = asked(
        day_field(gettext_lazy("Promised for"), required=False), shown="promise=on", needed=ALWAYS
    )

    def prepare(self):
        self.way = way_of(self.case)
        if not self.way:
            self.label, self.done = _("Keep what was said"), _("Kept as told by telephone; nothing was sent.")
            self.fields["body"].label = _("What was told to the owner")
        if not may(self.user, "promises.make", project=self.case.project):
            del self.fields["promise"], self.fields["promise_due"]

    def clean(self):
        said = super().clean()
        if said.get("promise") and "promise_due" not in self.errors and not said.get("promise_due"):
            self.add_error("promise_due", _("By which day? A promise needs one."))
        return said

    def perform(self, actor, now):
        said = self.cleaned_data
        due = said.get("promise_due") if said.get("promise") else None
        services.reply(actor, self.case, body=said["body"], said=self.said, promise_due=due, now=now)


class OwnerWordsForm(StepForm):
    verb, name, label = "cases.note", "owner-words", gettext_lazy("Keep these words")
    done = gettext_lazy("The owner's words are kept.")
    body = forms.CharField(label=gettext_lazy("What the owner added, in his own words"), widget=area(3))

    def perform(self, actor, now):
        services.add_owner_words(actor, self.case, now=now, **self.cleaned_data)


class NoteForm(StepForm):
    verb, name, label = "cases.note", "note", gettext_lazy("Leave the note")
    done = gettext_lazy("The note is left.")
    body = forms.CharField(
        label=gettext_lazy("Internal note; the owner never sees it"),
        widget=area(2, **{"data-key": "i", "data-mentions": "1"}),
    )

    def perform(self, actor, now):
        services.note(actor, self.case, now=now, **self.cleaned_data)
