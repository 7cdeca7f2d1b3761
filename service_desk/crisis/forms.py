"""The forms of the crisis room. None of them has a field for an author: it is who is signed in."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.web.dates import day_field, moment_field
from crm.web.seen import SharedForm
from service_desk.cases.form_parts import area
from service_desk.crisis import services
from service_desk.crisis.access import people_of, spokespeople_of
from service_desk.crisis.terms import Counterpart, LegalKind, Rhythm, Task, Trigger, Way
from service_desk.guidance import guard

PERSON = forms.ModelChoiceField


class RoomForm(forms.Form):
    """A step of the room: `perform` calls one service; what it refuses comes back beside the fields."""

    name = ""
    label = _("Save")
    done = _("Saved.")

    def __init__(self, given=None, *, crisis=None, **options):
        self.crisis = crisis
        options.setdefault("auto_id", f"{self.name}-%s")
        options.setdefault("label_suffix", "")
        super().__init__(given, **options)
        self.prepare()

    def prepare(self):
        """Fill choices that depend on the crisis."""

    def perform(self, actor, now):
        raise NotImplementedError

    def take(self, refusal) -> None:
        for name, sentence in (refusal.fields or {"": refusal.message}).items():
            self.add_error(name if name in self.fields else None, str(sentence))


class OpenForm(RoomForm):
    name, label = "open", _("Open the crisis room")
    title = forms.CharField(label=_("What it is about"), max_length=200)
    trigger = forms.ChoiceField(label=_("What began it"), choices=Trigger.choices, widget=forms.RadioSelect)
    facts = forms.CharField(label=_("What we know, and what we do not know yet"), widget=area(4))
    source = forms.CharField(label=_("Number or address of what began it"), max_length=200, required=False)
    spokesperson = PERSON(None, label=_("Who speaks"), empty_label=None)
    report_every = forms.ChoiceField(label=_("Reports"), choices=Rhythm.choices, initial=Rhythm.DAY)
    answer_within = forms.IntegerField(
        label=_("Minutes in which a post is answered"), initial=120, min_value=5, max_value=10_080
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.fields["spokesperson"].queryset = people


class CaseForm(RoomForm):
    name, label, done = "case", _("Put it under the room's care"), _("The case is under the room's care.")
    case = forms.CharField(label=_("Number of the case"), max_length=20)


class DutyForm(RoomForm):
    name, label, done = "duty", _("Put in charge"), _("Named.")
    task = forms.ChoiceField(label=_("Task"), choices=Task.choices)
    person = PERSON(None, label=_("Who"), empty_label=None)

    def prepare(self):
        self.fields["person"].queryset = people_of(self.crisis.project)

    def perform(self, actor, now):
        services.put_in_charge(actor, self.crisis, now=now, **self.cleaned_data)


class SpokespersonForm(RoomForm):
    name, label, done = (
        "spokesperson",
        _("Name another spokesperson"),
        _("Another person speaks from now on."),
    )
    person = PERSON(None, label=_("Who speaks from now on"), empty_label=None)
    because = forms.CharField(label=_("Why"), max_length=500)

    def prepare(self):
        self.fields["person"].queryset = spokespeople_of(self.crisis.project)

    def perform(self, actor, now):
        services.name_spokesperson(actor, self.crisis, now=now, **self.cleaned_data)


class RhythmForm(RoomForm, SharedForm):
    name, label = "rhythm", _("Set it so")
    report_every = forms.ChoiceField(label=_("Reports"), choices=Rhythm.choices)
    answer_within = forms.IntegerField(
        label=_("Minutes in which a post is answered"), min_value=5, max_value=10_080
    )

    def prepare(self):
        self.initial = {"report_every": self.crisis.report_every, "answer_within": self.crisis.answer_within}

    def perform(self, actor, now):
        services.set_rhythm(actor, self.crisis, now=now, **self.cleaned_data)


class DraftForm(RoomForm):
    name, label, done = "draft", _("Keep as a draft"), _("The draft waits for approval.")

    def prepare(self):
        for code, name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=name, required=False, max_length=5000, widget=area(4, lang=code)
            )

    def perform(self, actor, now):
        services.draft_statement(actor, self.crisis, texts=dict(self.cleaned_data), now=now)


class ContactForm(RoomForm):
    name, label, done = "contact", pgettext_lazy("note", "Keep it"), _("It is in the log.")
    outward = forms.ChoiceField(
        label=_("Who spoke?"),
        choices=((True, _("we to them")), (False, _("they to us"))),
        widget=forms.RadioSelect,
        initial=True,
    )
    kind = forms.ChoiceField(label=_("With whom"), choices=Counterpart.choices)
    counterpart = forms.CharField(label=_("Name and house"), max_length=160)
    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    at = moment_field(_("When (empty: now)"), required=False)
    said = forms.CharField(label=_("What was said"), widget=area(3))

    def perform(self, actor, now):
        said = dict(self.cleaned_data)
        said["outward"] = said["outward"] == "True"
        services.log_contact(actor, self.crisis, now=now, **said)


class PostForm(RoomForm):
    name, label, done = "post", _("Note the post"), _("The post is noted; its clock runs.")
    platform = forms.CharField(label=pgettext_lazy("platform", "Where"), max_length=60)
    address = forms.URLField(
        label=pgettext_lazy("web", "Address"), max_length=400, required=False, assume_scheme="https"
    )
    author = forms.CharField(label=_("Who wrote it, as it stands there"), max_length=120, required=False)
    posted_at = moment_field(_("When it was written (empty: now)"), required=False)
    words = forms.CharField(label=_("What it says"), widget=area(3))

    def perform(self, actor, now):
        said = dict(self.cleaned_data)
        said["posted_at"] = said["posted_at"] or now
        services.register_post(actor, self.crisis, now=now, **said)


class AnswerForm(RoomForm):
    name, label, done = "answer", _("Answer as the company"), _("The answer is kept.")
    words = forms.CharField(label=_("Our answer"), widget=area(3, **{"data-guard": "statement"}))
    guard_because = forms.CharField(
        label=_("Why it has to be said all the same"),
        help_text=_("Only where the guard asks for it."),
        required=False,
        max_length=500,
    )

    def __init__(self, *args, post=None, **options):
        self.post = post
        super().__init__(*args, **options)

    def perform(self, actor, now):
        said = guard.Said(because=self.cleaned_data["guard_because"])
        services.answer_post(actor, self.post, words=self.cleaned_data["words"], said=said, now=now)


class LegalForm(RoomForm):
    name, label, done = "legal", _("Keep the step"), _("It is on the legal path.")
    kind = forms.ChoiceField(label=_("What"), choices=LegalKind.choices)
    on = day_field(_("On"))
    due_on = day_field(_("Due on"), required=False)
    counsel = forms.CharField(label=_("Counsel"), max_length=120, required=False)
    about = forms.CharField(label=_("What it is about"), widget=area(2))

    def prepare(self):
        if not self.is_bound:
            self.initial = {"on": timezone.localtime(self.crisis.opened_at).date()}

    def perform(self, actor, now):
        services.add_legal_step(actor, self.crisis, now=now, **self.cleaned_data)


class CloseForm(RoomForm):
    name, label, done = "close", _("Close the crisis"), _("The crisis is over.")
    lessons = forms.CharField(label=_("What was learned, and what changes because of it"), widget=area(4))

    def perform(self, actor, now):
        services.close(actor, self.crisis, now=now, **self.cleaned_data)


STEPS = {  # the steps of a crisis that are a form on its page, with the verb each asks for
    "duty": (DutyForm, "crisis.lead"),
    "spokesperson": (SpokespersonForm, "crisis.lead"),
    "rhythm": (RhythmForm, "crisis.lead"),
    "draft": (DraftForm, "crisis.draft"),
    "contact": (ContactForm, "crisis.log"),
    "post": (PostForm, "crisis.log"),
    "legal": (LegalForm, "crisis.log"),
    "close": (CloseForm, "crisis.lead"),
}
