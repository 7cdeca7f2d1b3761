"""The forms of the seven steps. Each knows its verb, reads what was typed and calls one service."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.errors import Refused
from crm.web.asking import ALWAYS, asked
from crm.web.dates import day_field
from service_desk.cases import access, pickers, services
from service_desk.cases.department_forms import ActionDoneForm, ResultReadForm, SlipAnswerForm
from service_desk.cases.form_parts import YES_NO, MoneyField, StepForm, area
from service_desk.cases.owner_form import OwnerForm
from service_desk.cases.states import CaseStatus, ProposalStatus
from service_desk.cases.talk_forms import NoteForm, OwnerWordsForm, ReplyForm
from service_desk.cases.terms import CaseKind, PartKind, Severity, VisitOutcome
from service_desk.handingover import forms as handingover
from service_desk.linking import forms as linking
from service_desk.promises import forms as promises
from service_desk.weighing import forms as weighing


class AssignmentForm(StepForm):
    verb, name, label = "cases.assign", "assignment", gettext_lazy("Give the case")
    done = gettext_lazy("The case has a new pair of hands.")
    to = forms.ModelChoiceField(None, label=gettext_lazy("To"), empty_label=None)
    because = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=300, widget=forms.TextInput()
    )

    def prepare(self):
        self.fields["to"].queryset = access.agents_of(self.case.project)
        self.fields["to"].initial = self.case.assignee_id or self.user.pk

    def perform(self, actor, now):
        said = self.cleaned_data
        services.assign(
            actor, self.case, to=said["to"], because=said["because"], version=self.version, now=now
        )


class SeverityForm(StepForm):
    verb, name, label = "cases.severity", "severity", gettext_lazy("Confirm how serious it is")
    done = gettext_lazy("How serious it is has been confirmed.")
    severity = forms.ChoiceField(
        label=gettext_lazy("How serious"), choices=Severity.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=area(2),
        help_text=gettext_lazy("Needed for important and major, unless the impact already says so."),
    )

    def prepare(self):
        self.fields["severity"].initial = self.case.severity

    def perform(self, actor, now):
        services.confirm_severity(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class InvestigationForm(StepForm):
    verb, name, label = "cases.investigate", "investigation", gettext_lazy("Write down the finding")
    done = gettext_lazy("The finding is written down.")
    substantiated = forms.ChoiceField(
        label=gettext_lazy("Is the complaint substantiated?"), choices=YES_NO, widget=forms.RadioSelect
    )
    department = asked(
        forms.ModelChoiceField(
            None, label=gettext_lazy("Responsible department"), required=False, empty_label="–"
        ),
        shown="substantiated=yes",
        needed=ALWAYS,
    )
    fault_share = asked(
        forms.IntegerField(
            label=gettext_lazy("Our share of the fault, %"), required=False, min_value=0, max_value=100
        ),
        shown="substantiated=yes",
    )
    findings = forms.CharField(
        label=gettext_lazy("What was found"),
        widget=area(5),
        help_text=gettext_lazy("What you saw or heard, from whom, when. It can be read back years later."),
    )

    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        required=False,
        widget=area(2),
        help_text=gettext_lazy("Photos, measurements, who was there, which papers."),
    )
    cause = forms.CharField(label=gettext_lazy("Cause"), required=False, widget=area(2))

    def prepare(self):
        self.fields["department"].queryset = pickers.departments()

    def perform(self, actor, now):
        said = dict(self.cleaned_data)
        said["substantiated"] = said["substantiated"] == "yes"
        if not said["substantiated"]:
            said["department"] = None
        services.investigate(actor, self.case, version=self.version, now=now, **said)


class ExplanationForm(StepForm):
    verb, name, label = "cases.explain", "explanation", gettext_lazy("Send the explanation")
    done = gettext_lazy("The explanation has gone to the owner.")
    explanation = forms.CharField(
        label=gettext_lazy("Explanation to the owner"),
        widget=area(6, **{"data-guard": "reply"}),
        help_text=gettext_lazy(
            "What we looked at, what we found, what the owner can do who sees it otherwise."
        ),
    )

    def perform(self, actor, now):
        services.explain(actor, self.case, said=self.said, version=self.version, now=now, **self.cleaned_data)


class TransferForm(StepForm):
    verb, name, label = "cases.transfer", "transfer-slips", gettext_lazy("Send the transfer slip")
    done = gettext_lazy("The slip is with the department; its clock runs.")
    department = forms.ModelChoiceField(None, label=gettext_lazy("Department"), empty_label=None)
    request = forms.CharField(label=gettext_lazy("What we ask of it"), widget=area(4))
    asked_for = forms.CharField(
        label=gettext_lazy("The solution the owner wishes for"), required=False, widget=area(2)
    )

    def prepare(self):
        self.fields["department"].queryset = pickers.departments()
        self.fields["department"].initial = self.case.responsible_id
        if self.paper:
            self.fields["request"].initial = self.paper.findings

    def perform(self, actor, now):
        services.transfer(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class PartForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("of an option", "Part"),
        choices=[("", "–"), *PartKind.choices],
        required=False,
    )
    description = forms.CharField(label=gettext_lazy("What exactly"), required=False, max_length=300)

    due_on = day_field(gettext_lazy("Until when"), required=False)

    def __init__(self, *args, currency="CNY", **options):
        super().__init__(*args, label_suffix="", **options)
        self.fields["amount"] = MoneyField(
            label=_("Cost, %(currency)s") % {"currency": currency}, currency=currency, required=False
        )
        self.currency = currency

    def part(self) -> dict | None:
        said = self.cleaned_data
        if not said.get("kind"):
            return None
        return {
            "kind": said["kind"],
            "description": said["description"],
            "amount": said["amount"] or 0,
            "currency": self.currency,
            "due_on": said.get("due_on"),
        }


PARTS = 4
ALL = "all"


class ProposalForm(StepForm):
    verb, name, label = "cases.propose", "proposals", gettext_lazy("Put up the proposal")
    done = gettext_lazy("The proposal is drawn up.")
    summary = forms.CharField(
        label=gettext_lazy("What we offer, in words the owner understands"),
        widget=area(4, **{"data-guard": "proposal"}),
    )

    def prepare(self):
        given = self.data if self.is_bound else None
        currency = self.case.currency
        self.parts = [PartForm(given, prefix=f"part{n}", currency=currency) for n in range(PARTS)]
        if self.paper:
            self.fields["summary"].initial = self.paper.solution

    def is_valid(self):
        return all([super().is_valid(), *[part.is_valid() for part in self.parts]])

    def perform(self, actor, now):
        parts = [part for part in (form.part() for form in self.parts) if part]
        services.propose(
            actor,
            self.case,
            summary=self.cleaned_data["summary"],
            parts=parts,
            said=self.said,
            version=self.version,
            now=now,
        )


class ApprovalForm(StepForm):
    verb, name, label = "cases.approve", "approval", gettext_lazy("Decide")
    done = gettext_lazy("Your decision is noted.")
    approved = forms.ChoiceField(
        label=gettext_lazy("Do you approve it?"), choices=YES_NO, widget=forms.RadioSelect
    )
    because = asked(
        forms.CharField(label=gettext_lazy("Why"), required=False, widget=area(2)), needed="approved=no"
    )

    def perform(self, actor, now):
        said = self.cleaned_data
        services.decide_approval(
            actor, self.paper, approved=said["approved"] == "yes", because=said["because"], now=now
        )


class OwnerDecisionForm(StepForm):
    verb, name, label = "cases.owner_decision", "owner-decision", gettext_lazy("Note the decision")
    done = gettext_lazy("The owner's decision is noted.")
    about = forms.ChoiceField(label=gettext_lazy("About which proposal"))
    agreed = forms.ChoiceField(
        label=gettext_lazy("Does the owner agree?"), choices=YES_NO, widget=forms.RadioSelect
    )
    signed_name = asked(
        forms.CharField(
            label=gettext_lazy("Signed by"),
            required=False,
            help_text=gettext_lazy("As the owner signs; needed where he or she agrees."),
        ),
        shown="agreed=yes",
        needed=ALWAYS,
    )
    words = asked(
        forms.CharField(
            label=gettext_lazy("In the owner's own words"),
            required=False,
            widget=area(3),
            help_text=gettext_lazy("Needed with a refusal: the department reads exactly this."),
        ),
        needed="agreed=no",
    )

    def prepare(self):
        """With several on the table it is said which one is meant, or all of them."""
        offered = list(self.case.proposals.filter(status=ProposalStatus.OFFERED).order_by("id"))
        self.offered = {row.number: row for row in offered}
        if len(offered) < 2:
            del self.fields["about"]
            return
        each = [(row.number, f"{row.number}: {Truncator(row.summary).chars(60)}") for row in offered]
        self.fields["about"].choices = [*each, (ALL, _("None of them suits the owner"))]
        self.fields["about"].initial = self.paper.number if self.paper else None

    def perform(self, actor, now):
        said = dict(self.cleaned_data)
        about, agreed = said.pop("about", ""), said["agreed"] == "yes"
        if about == ALL and agreed:
            raise Refused(fields={"about": _("Say which one the owner agrees to.")})
        if about == ALL:
            services.refuse_all(actor, self.case, words=said["words"], now=now)
            return
        paper = self.offered.get(about, self.paper)
        services.record_owner_decision(actor, paper, now=now, **(said | {"agreed": agreed}))


class ActionForm(StepForm):
    verb, name, label = "cases.act", "actions", gettext_lazy("Set the action")
    done = gettext_lazy("The department sees its action.")
    department = forms.ModelChoiceField(None, label=gettext_lazy("Department"), empty_label=None)
    due_on = day_field(gettext_lazy("Due on"), required=False)
    description = forms.CharField(label=gettext_lazy("What has to be done"), widget=area(3))

    def prepare(self):
        self.fields["department"].queryset = pickers.departments()
        self.fields["department"].initial = self.case.responsible_id
        if self.case.status == CaseStatus.AGREED:  # the first action begins with what was agreed
            agreed = self.case.proposals.filter(status=ProposalStatus.AGREED).order_by("-decided_at").first()
            days = [part.due_on for part in agreed.parts.all() if part.due_on] if agreed else []
            self.fields["description"].initial = agreed.summary if agreed else ""
            self.fields["due_on"].initial = min(days, default=None)

    def perform(self, actor, now):
        services.add_action(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class CompletionForm(StepForm):
    verb, name, label = "cases.complete", "completion", gettext_lazy("Report as carried out")
    done = gettext_lazy("Carried out; now the owner is asked.")
    result = forms.CharField(label=gettext_lazy("The result"), widget=area(4))

    def prepare(self):
        if self.case.kind not in (CaseKind.COMPLAINT, CaseKind.REPAIR):
            self.fields["result"].label = _("Your answer to the owner")
            self.label = _("Answer the owner")

    def perform(self, actor, now):
        services.complete(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class PlanVisitsForm(StepForm):
    verb, name, label = "cases.plan_visits", "return-visits", gettext_lazy("Plan the return visits")
    done = gettext_lazy("The return visits are planned.")
    visits = forms.IntegerField(
        label=gettext_lazy("How many"),
        required=False,
        min_value=0,
        max_value=5,
        help_text=gettext_lazy("Empty: as many as the procedure asks for."),
    )

    def perform(self, actor, now):
        services.plan_return_visits(actor, self.case, visits=self.cleaned_data["visits"], now=now)


class VisitOutcomeForm(StepForm):
    verb, name, label = "visits.record", "outcome", gettext_lazy("Note what came of it")
    done = gettext_lazy("The return visit is noted.")
    outcome = forms.ChoiceField(
        label=gettext_lazy("Was the owner reached?"), choices=VisitOutcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=gettext_lazy("The owner's own words"), required=False, widget=area(3))

    def perform(self, actor, now):
        services.record_return_visit(actor, self.paper, now=now, **self.cleaned_data)


class ClosureForm(StepForm):
    verb, name, label = "cases.close", "closure", gettext_lazy("Close the case")
    done = gettext_lazy("The case is closed.")
    because = forms.CharField(label=gettext_lazy("Why"), widget=area(2))

    def perform(self, actor, now):
        services.close(actor, self.case, version=self.version, now=now, **self.cleaned_data)


class ReopeningForm(StepForm):
    verb, name, label = "cases.reopen", "reopening", gettext_lazy("Start again from the investigation")
    done = gettext_lazy("The case starts again, one round further.")
    because = forms.CharField(label=gettext_lazy("Why"), widget=area(2))

    def perform(self, actor, now):
        services.reopen(actor, self.case, version=self.version, now=now, **self.cleaned_data)


CASE_STEPS = {
    form.name: form
    for form in (
        AssignmentForm,
        OwnerForm,
        SeverityForm,
        InvestigationForm,
        ExplanationForm,
        TransferForm,
        ProposalForm,
        ActionForm,
        CompletionForm,
        PlanVisitsForm,
        ClosureForm,
        ReopeningForm,
        ReplyForm,
        OwnerWordsForm,
        NoteForm,
        *handingover.STEPS,
        *promises.STEPS,
        *weighing.STEPS,
        *linking.STEPS,
    )
}
PAPER_STEPS = {
    form.name: form
    for form in (
        SlipAnswerForm,
        ResultReadForm,
        ApprovalForm,
        OwnerDecisionForm,
        ActionDoneForm,
        VisitOutcomeForm,
    )
}
