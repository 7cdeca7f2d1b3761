"""The forms of the shorter ways, and of a topic."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.web.asking import ALWAYS, asked
from service_desk.cases import pickers
from service_desk.cases.form_parts import StepForm, area
from service_desk.cases.terms import CaseKind
from service_desk.guidance.forms import VersionForm, texts
from service_desk.guidance.terms import LANGUAGES
from service_desk.topics import selectors, services


class ShortForm(StepForm):
    """Base of the three: topics, and the words to the owner. `templates` are offered for these words."""

    verb = "topics.answer"
    topics = forms.MultipleChoiceField(
        label=_("What is it about?"), required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )
    body = forms.CharField(
        label=_("Answer to the owner"), max_length=20_000, widget=area(6, **{"data-guard": "answer"})
    )

    def __init__(self, *args, templates=(), **options):
        self.templates = [one for one in templates if one.fits]
        super().__init__(*args, **options)

    def prepare(self):
        self.fields["topics"].choices = selectors.choices(get_language() or "en")
        self.fields["topics"].initial = selectors.topics_of(self.case) or selectors.proposed(self.case)
        if self.templates:
            self.fields["body"].initial = self.templates[0].text


class InquiryForm(ShortForm):
    name, label, done = "inquiry", _("Answer and close"), _("The inquiry is answered and closed.")

    def perform(self, actor, now):
        services.answer_inquiry(actor, self.case, said=self.said, now=now, **self.cleaned_data)


class SuggestionForm(ShortForm):
    name, label, done = "suggestion", _("Write it down"), _("It is written down.")
    what = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            ("consider", _("A department thinks about it")),
            ("adopt", _("We do it")),
            ("decline", _("We do not do it")),
        ],
        widget=forms.RadioSelect,
        initial="consider",
    )
    department = asked(
        forms.ModelChoiceField(None, label=_("Department"), required=False, empty_label="–"),
        shown="what=consider",
        needed=ALWAYS,
    )
    because = asked(
        forms.CharField(
            label=_("Why"),
            required=False,
            max_length=2000,
            widget=area(2),
            help_text=_("Needed for a decision."),
        ),
        needed="what=adopt|decline",
    )

    def prepare(self):
        super().prepare()
        self.fields["department"].queryset = pickers.departments()
        self.order_fields(["what", "department", "because", "topics", "body"])

    def clean(self):
        said = super().clean()
        if said.get("what") == "consider" and not said.get("department"):
            self.add_error("department", _("Which department thinks about it?"))
        if said.get("what") in ("adopt", "decline") and not (said.get("because") or "").strip():
            self.add_error("because", _("Please fill this in."))
        return said

    def perform(self, actor, now):
        typed = self.cleaned_data
        common = {"topics": typed["topics"], "body": typed["body"], "said": self.said, "now": now}
        if typed["what"] == "consider":
            services.consider(actor, self.case, department=typed["department"], **common)
        else:
            adopted = typed["what"] == "adopt"
            services.decide(actor, self.case, adopted=adopted, because=typed["because"], **common)


class PraiseForm(ShortForm):
    name, label, done = "praise", _("Thank and pass it on"), _("Thanked, and passed on.")
    person = forms.ModelChoiceField(None, label=_("For whom"), required=False, empty_label="–")
    department = forms.ModelChoiceField(None, label=_("For the department"), required=False, empty_label="–")

    def prepare(self):
        super().prepare()
        self.fields["person"].queryset = selectors.colleagues(self.case.project)
        self.fields["department"].queryset = pickers.departments()
        self.order_fields(["person", "department", "topics", "body"])

    def perform(self, actor, now):
        services.pass_on(actor, self.case, said=self.said, now=now, **self.cleaned_data)


SHORT_WAYS = {
    CaseKind.INQUIRY: InquiryForm,
    CaseKind.SUGGESTION: SuggestionForm,
    CaseKind.PRAISE: PraiseForm,
}


class TopicForm(VersionForm):
    code = forms.SlugField(label=_("Short name"), max_length=60)
    parent = forms.ChoiceField(label=_("Below"), required=False)
    words = forms.CharField(
        label=_("Words by which it is proposed"), required=False, max_length=1000, widget=area(2)
    )
    retired = forms.BooleanField(label=_("Offered no more"), required=False)

    def __init__(self, *args, row=None, **options):
        super().__init__(*args, **options)
        texts(self, "name", _("Name"), rows=1)
        tops = [one for one in selectors.tree() if one.parent_id is None and one != row]
        self.fields["parent"].choices = [
            ("", "–"),
            *[(one.code, one.names.get("en", one.code)) for one in tops],
        ]
        if row is not None:
            self.fields["code"].disabled = True

    @staticmethod
    def initial_of(row) -> dict:
        return said_in(row) | {"code": row.code, "seen": row.version}

    def content(self) -> dict:
        said = self.cleaned_data
        kept = {name: said[name] for name in ("code", "parent", "words", "retired")}
        return kept | {"names": self.in_languages("name"), "seen": said["seen"] or 0}

    def take(self, refusal) -> None:
        for field, sentence in (refusal.fields or {"": refusal.message}).items():
            place = {"names": "name_en"}.get(field, field)
            self.add_error(place if place in self.fields else None, str(sentence))


def said_in(row) -> dict:
    """A topic, or one of its versions, as the fields of the form."""
    said = {"parent": row.parent.code if row.parent_id else "", "words": row.words, "retired": row.retired}
    return said | {f"name_{one.replace('-', '_')}": row.names.get(one, "") for one in LANGUAGES}
