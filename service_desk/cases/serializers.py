"""Cases and their papers as they go over the wire."""

from functools import cache

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from service_desk.cases import terms
from service_desk.cases.queue import subject_label


class MoneySerializer(serializers.Serializer):
    amount = serializers.IntegerField(help_text="minor units")
    currency = serializers.CharField(max_length=3)


@extend_schema_field(MoneySerializer)
class MoneyField(serializers.Field):
    """`{"amount": 128000, "currency": "CNY"}` from a row's amount and currency."""

    def __init__(self, amount="amount", **kwargs):
        self.amount = amount
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, row):
        amount = getattr(row, self.amount)
        return None if amount is None else {"amount": amount, "currency": row.currency}


class PersonSerializer(serializers.Serializer):
    username = serializers.CharField()
    name = serializers.CharField(source="display_name")


class PlaceSerializer(serializers.Serializer):
    """A project or a department by its code and its name in the reader's language."""

    code = serializers.CharField()
    label = serializers.CharField()


class OwnerRefSerializer(serializers.Serializer):
    number = serializers.CharField()
    name = serializers.CharField()


class HomeRefSerializer(serializers.Serializer):
    number = serializers.CharField(source="public_number")
    label = serializers.CharField(source="number")


def label(field: str) -> serializers.CharField:
    """The translated word of an enumeration."""
    return serializers.CharField(source=f"get_{field}_display", read_only=True)


class CaseRowSerializer(serializers.Serializer):
    """One line of the queue."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(terms.CaseKind.choices)
    kind_label = serializers.CharField()
    channel = serializers.ChoiceField(terms.Channel.choices)
    channel_label = serializers.CharField()
    subject = serializers.CharField()
    subject_label = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    severity = serializers.ChoiceField(terms.Severity.choices)
    severity_label = serializers.CharField()
    emotion = serializers.ChoiceField(terms.Emotion.choices)
    status = serializers.CharField()
    status_label = serializers.CharField()
    turn = serializers.CharField(
        help_text="whose turn: person, department, owner, approver, callback, supervisor, house, nobody"
    )
    turn_name = serializers.CharField(help_text="the same by name")
    round = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    moved_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    project = PlaceSerializer()
    owner = OwnerRefSerializer(allow_null=True)
    home = HomeRefSerializer(allow_null=True)
    assignee = PersonSerializer(allow_null=True)


class PartSerializer(serializers.Serializer):
    kind = serializers.CharField()
    kind_label = label("kind")
    description = serializers.CharField()
    cost = MoneyField()
    due_on = serializers.DateField(allow_null=True)


class InvestigationSerializer(serializers.Serializer):
    round = serializers.IntegerField()
    substantiated = serializers.BooleanField()
    department = PlaceSerializer(allow_null=True)
    findings = serializers.CharField()
    fault_share = serializers.IntegerField(allow_null=True)
    evidence = serializers.CharField()
    cause = serializers.CharField()
    investigated_by = PersonSerializer()
    at = serializers.DateTimeField()


class SlipSerializer(serializers.Serializer):
    number = serializers.CharField()
    case = serializers.CharField(source="case.number")
    round = serializers.IntegerField()
    department = PlaceSerializer()
    request = serializers.CharField()
    status = serializers.CharField()
    status_label = label("status")
    sent_by = PersonSerializer()
    sent_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    asked_for = serializers.CharField()
    solution = serializers.CharField()
    ready_on = serializers.DateField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    result_returned_at = serializers.DateTimeField(allow_null=True)
    result_read_at = serializers.DateTimeField(allow_null=True)


class SlipForDepartmentSerializer(SlipSerializer):
    """A slip as its department sees it, with what it must know of the case and no more."""

    case_summary = serializers.CharField(source="case.summary")
    case_words = serializers.CharField(source="case.words")
    project = PlaceSerializer(source="case.project")
    home = HomeRefSerializer(source="case.home", allow_null=True)


class ProposalSerializer(serializers.Serializer):
    number = serializers.CharField()
    case = serializers.CharField(source="case.number")
    round = serializers.IntegerField()
    summary = serializers.CharField()
    status = serializers.CharField()
    status_label = label("status")
    cost = MoneyField()
    parts = PartSerializer(many=True, source="parts.all")
    proposed_by = PersonSerializer()
    proposed_at = serializers.DateTimeField()
    approved_by = PersonSerializer(allow_null=True)
    approval_at = serializers.DateTimeField(allow_null=True)
    approval_because = serializers.CharField()
    owner_agreed = serializers.BooleanField(allow_null=True)
    owner_words = serializers.CharField()
    signed_name = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ActionSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    case = serializers.CharField(source="case.number")
    round = serializers.IntegerField()
    department = PlaceSerializer()
    description = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    status = serializers.CharField()
    status_label = label("status")
    result = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)


class VisitSerializer(serializers.Serializer):
    number = serializers.CharField()
    case = serializers.CharField(source="case.number")
    round = serializers.IntegerField()
    sequence = serializers.IntegerField()
    status = serializers.CharField()
    status_label = label("status")
    due_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    outcome = serializers.CharField(allow_blank=True)
    outcome_label = label("outcome")
    words = serializers.CharField()
    officer = PersonSerializer(allow_null=True)
    visited_at = serializers.DateTimeField(allow_null=True)


class DeadlineSerializer(serializers.Serializer):
    kind = serializers.CharField()
    kind_label = label("kind")
    rule = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    met_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    level = serializers.IntegerField(help_text="the highest percentage warned of: 0, 50, 100 or 150")


class MessageSerializer(serializers.Serializer):
    direction = serializers.ChoiceField(terms.Direction.choices)
    direction_label = label("direction")
    author = PersonSerializer(allow_null=True)
    body = serializers.CharField()
    via = serializers.CharField(help_text="mail, sms, wecom, or empty where it is to be said by telephone")
    at = serializers.DateTimeField()


class HistorySerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    text = serializers.CharField()
    because = serializers.CharField()
    moved_to = serializers.CharField()


class StepSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(["done", "current", "ahead", "skipped"])
    at = serializers.DateTimeField(allow_null=True)
    who = serializers.CharField()


class NextActionSerializer(serializers.Serializer):
    form = serializers.CharField()
    label = serializers.CharField()
    then = serializers.CharField()
    turn = serializers.CharField()
    whose = serializers.CharField()
    step = serializers.IntegerField()
    paper = serializers.CharField()
    yours = serializers.BooleanField()


class CaseSerializer(serializers.Serializer):
    """A case by itself; its number and version are what a next step needs."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.CharField()
    kind_label = label("kind")
    channel = serializers.CharField()
    channel_label = label("channel")
    words = serializers.CharField(help_text="the owner's own words")
    summary = serializers.CharField(help_text="the agent's summary")
    language = serializers.CharField()
    subject = serializers.CharField()
    subject_label = serializers.SerializerMethodField()
    impact = serializers.DictField()
    emotion = serializers.CharField()
    emotion_label = label("emotion")
    severity = serializers.CharField()
    severity_label = label("severity")
    severity_because = serializers.CharField()
    severity_confirmed = serializers.SerializerMethodField()
    demand = MoneyField("demand_amount")
    status = serializers.CharField()
    status_label = label("status")
    round = serializers.IntegerField()
    substantiated = serializers.BooleanField(allow_null=True)
    responsible = PlaceSerializer(allow_null=True)
    project = PlaceSerializer()
    owner = OwnerRefSerializer(allow_null=True)
    home = HomeRefSerializer(allow_null=True)
    assignee = PersonSerializer(allow_null=True)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    result = serializers.CharField()
    completed_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.CharField())
    def get_subject_label(self, case):
        return subject_label(case.subject)

    @extend_schema_field(serializers.BooleanField())
    def get_severity_confirmed(self, case):
        return case.severity_confirmed_by_id is not None


class CasePageSerializer(serializers.Serializer):
    """A case with all its papers, where it stands and what comes next."""

    case = CaseSerializer()
    next = NextActionSerializer(allow_null=True)
    steps = StepSerializer(many=True)
    clocks = DeadlineSerializer(many=True, source="papers.deadlines")
    investigations = InvestigationSerializer(many=True, source="papers.investigations")
    transfer_slips = SlipSerializer(many=True, source="papers.slips")
    proposals = ProposalSerializer(many=True, source="papers.proposals")
    actions = ActionSerializer(many=True, source="papers.actions")
    return_visits = VisitSerializer(many=True, source="papers.visits")
    messages = MessageSerializer(many=True, source="conversation")
    notes = MessageSerializer(many=True)
    history = HistorySerializer(many=True, source="past.lines")


@cache
def _writer(serializer_class) -> serializers.Serializer:
    return serializer_class()


def body(serializer_class, row) -> dict:
    """The row in the serializer's shape. One writer serves all requests: to copy its fields costs more than to use
    them, and writing changes nothing in it."""
    return _writer(serializer_class).to_representation(row)


def queue_row(row: dict) -> dict:
    """A plain row of the queue in the shape of `CaseRowSerializer`, without the price of a serializer."""
    home, owner, assignee = row["home__public_number"], row["owner__number"], row["assignee__username"]
    return {
        "number": row["number"],
        "version": row["version"],
        "kind": row["kind"],
        "kind_label": row["kind_label"],
        "channel": row["channel"],
        "channel_label": row["channel_label"],
        "subject": row["subject"],
        "subject_label": row["subject_label"],
        "summary": row["summary"],
        "language": row["language"],
        "severity": row["severity"],
        "severity_label": row["severity_label"],
        "emotion": row["emotion"],
        "status": row["status"],
        "status_label": row["status_label"],
        "turn": row["turn"],
        "turn_name": row["turn_name"],
        "round": row["round"],
        "received_at": row["received_at"],
        "moved_at": row["moved_at"],
        "due_at": row["due_at"],
        "project": {"code": row["project__code"], "label": row["project_label"]},
        "owner": {"number": owner, "name": row["owner__name"]} if owner else None,
        "home": {"number": home, "label": row["home__number"]} if home else None,
        "assignee": {"username": assignee, "name": row["assignee__display_name"]} if assignee else None,
    }
