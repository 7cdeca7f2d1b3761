"""Checklists, handovers, what was looked at and what was found."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from crm import states
from crm.accounts.permissions import projects_for
from owners.homes.models import HomeType

from .states import MOVES, HandoverStatus, Looked, Seriousness


class ChecklistItem(models.Model):
    """One thing to look at in homes of a type, in a room; retired ones stay for the handovers they belong to."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    home_type = models.CharField(max_length=10, choices=HomeType.choices)
    room = models.CharField(max_length=80)
    room_names = models.JSONField(default=dict, blank=True)
    name = models.CharField(max_length=160)
    names = models.JSONField(default=dict, blank=True)
    part = models.ForeignKey(
        "owners.WarrantyPart", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    IMPERSONAL = dict.fromkeys(("room", "room_names", "name", "names"), "about any home of a type")

    class Meta:
        db_table = "owners_checklistitem"
        indexes = [
            # reader: the checklist of a type of home, room by room
            models.Index(fields=["home_type", "position", "id"], name="checklist_in_order"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return self.names.get(get_language() or "", "") or self.name

    @property
    def room_label(self) -> str:
        return self.room_names.get(get_language() or "", "") or self.room


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user, to="handovers.view"):
        if user.unrestricted:
            return self
        return self.filter(home__project__in=projects_for(user, to))


class Handover(models.Model):
    """One appointment to hand a home over, from the invitation to the keys, or to the refusal."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    home = models.ForeignKey("owners.Home", on_delete=models.PROTECT, related_name="handovers")
    owner = models.ForeignKey("owners.Owner", on_delete=models.PROTECT, related_name="handovers")
    status = models.CharField(max_length=10, choices=HandoverStatus.choices, default=HandoverStatus.PLANNED)
    appointment_at = models.DateTimeField()
    conducted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_by = models.CharField(max_length=120, default="", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=300, default="", blank=True)
    keys = models.PositiveSmallIntegerField(null=True, blank=True)
    water = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    electricity = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    gas = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    heating = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = HandoverQuerySet.as_manager()

    PERSONAL = {"owner": "reference", "signed_by": "name", "because": "content"}

    class Meta:
        db_table = "owners_handover"
        constraints = [
            # a home has one appointment at a time
            models.UniqueConstraint(
                fields=["home"], name="handover_one_planned", condition=Q(status=HandoverStatus.PLANNED)
            ),
            models.CheckConstraint(
                condition=Q(status=HandoverStatus.PLANNED, ended_on__isnull=True)
                | (~Q(status=HandoverStatus.PLANNED) & Q(ended_on__isnull=False)),
                name="handover_ended_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=HandoverStatus.TAKEN_OVER) | ~Q(signed_by=""),
                name="handover_taken_over_is_signed",
            ),
        ]
        indexes = [
            # reader: the appointments by day, by keyset
            models.Index(fields=["status", "appointment_at", "id"], name="handover_by_day"),
            # reader: the handovers of a home
            models.Index(fields=["home", "-appointment_at"], name="handover_of_home"),
            # reader: an owner's timeline
            models.Index(fields=["owner", "-ended_on"], name="handover_of_owner"),
        ]
        triggers = [states.guard("status", MOVES)]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        return self.status == HandoverStatus.PLANNED


class ItemResult(models.Model):
    """What somebody saw when looking at one item."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="results")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    looked = models.CharField(max_length=12, choices=Looked.choices)
    remark = models.CharField(max_length=300, default="", blank=True)

    PERSONAL = {"remark": "content"}

    class Meta:
        db_table = "owners_itemresult"
        constraints = [
            # reader: the results of a handover
            models.UniqueConstraint(fields=["handover", "item"], name="itemresult_once"),
        ]


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user, to="handovers.view"):
        if user.unrestricted:
            return self
        return self.filter(project__in=projects_for(user, to))


class Finding(models.Model):
    """A defect found at a handover, followed until it is fixed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="findings")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.ForeignKey(
        "owners.WarrantyPart", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=80)
    remark = models.CharField(max_length=300)
    seriousness = models.CharField(max_length=8, choices=Seriousness.choices, default=Seriousness.MINOR)
    due_on = models.DateField()
    fixed_on = models.DateField(null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    fixed_remark = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField()

    objects = FindingQuerySet.as_manager()

    PERSONAL = {"remark": "content", "fixed_remark": "content"}
    IMPERSONAL = {"place": "a room of a home"}

    class Meta:
        db_table = "owners_finding"
        constraints = [
            # one finding for each item of a handover; those without an item are free
            models.UniqueConstraint(fields=["handover", "item"], name="finding_once_an_item"),
        ]
        indexes = [
            # reader: the open findings by what is due first, by keyset
            models.Index(fields=["due_on", "id"], name="finding_due", condition=Q(fixed_on__isnull=True)),
            # reader: the same of one project
            models.Index(
                fields=["project", "due_on", "id"],
                name="finding_due_in_project",
                condition=Q(fixed_on__isnull=True),
            ),
        ]
