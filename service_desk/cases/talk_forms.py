"""What is said around a case, each in a form of its own: to the owner, by the owner, among ourselves."""

from django import forms
from django.utils.translation import gettext_lazy

from service_desk.cases import services
from service_desk.cases.form_parts import StepForm, area


class ReplyForm(StepForm):
    verb, name, label = "cases.write", "reply", gettext_lazy("Send to the owner")
    done = gettext_lazy("Written to the owner.")
    body = forms.CharField(
        label=gettext_lazy("Reply to the owner"), widget=area(2, **{"data-guard": "reply", "data-key": "r"})
    )

    def perform(self, actor, now):
        services.reply(actor, self.case, said=self.said, now=now, **self.cleaned_data)


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
