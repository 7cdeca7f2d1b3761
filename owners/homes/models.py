"""The property tree below a project."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm import states
from crm.accounts.permissions import projects_for
from crm.text.indexes import BigramIndex
from crm.text.parts import PartsIndex

from .states import MOVES, HomeStatus


class HomeType(models.TextChoices):
    APARTMENT = "apartment", _("Apartment")
    HOUSE = "house", _("House")
    TOWNHOUSE = "townhouse", _("Town house")
    SHOP = "shop", _("Shop")
    OFFICE = "office", pgettext_lazy("home", "Office")
    PARKING = "parking", _("Parking space")


class InVisibleProjects(models.QuerySet):
    def visible_to(self, user, to="homes.view"):
        if user.unrestricted:
            return self
        return self.filter(project__in=projects_for(user, to))


class Phase(models.Model):
    """A part of a project that is built and handed over together: phase one, the riverside row."""

    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="phases")
    code = models.CharField(max_length=20)
    code_key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    names = models.JSONField(default=dict, blank=True)
    handover_promised_on = models.DateField(null=True, blank=True)

    objects = InVisibleProjects.as_manager()

    IMPERSONAL = dict.fromkeys(("code", "code_key", "name", "names"), "about a part of a project")

    class Meta:
        db_table = "owners_phase"
        constraints = [
            # reader: the address in a page's URL
            models.UniqueConstraint(fields=["project", "code"], name="phase_code_once"),
        ]
        indexes = [
            # reader: the phases of a project, 2 before 10
            models.Index(fields=["project", "code_key"], name="phase_in_order"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else its own."""
        return self.names.get(get_language() or "", "") or self.name


class Building(models.Model):
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="buildings")
    code = models.CharField(max_length=20)
    code_key = models.CharField(max_length=40)
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, null=True, blank=True, related_name="buildings"
    )
    floors = models.PositiveSmallIntegerField(default=1)
    address = models.CharField(max_length=200, default="", blank=True)
    completed_on = models.DateField(null=True, blank=True)

    objects = InVisibleProjects.as_manager()

    IMPERSONAL = dict.fromkeys(("code", "code_key", "address"), "about a building, not a person")

    class Meta:
        db_table = "owners_building"
        constraints = [
            # reader: the address in a page's URL, the imports
            models.UniqueConstraint(fields=["project", "code"], name="building_code_once"),
        ]
        indexes = [
            # reader: the list of a project's buildings, 2 before 10
            models.Index(fields=["project", "code_key"], name="building_in_order"),
        ]

    def __str__(self):
        return self.code


class Entrance(models.Model):
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="entrances")
    code = models.CharField(max_length=20)

    IMPERSONAL = {"code": "about a building, not a person"}

    class Meta:
        db_table = "owners_entrance"
        constraints = [
            models.UniqueConstraint(fields=["building", "code"], name="entrance_code_once"),
        ]

    def __str__(self):
        return self.code


class Home(models.Model):
    """One home. People call it by `number` (3-2-1201), machines by `public_number` (H-2026-000123)."""

    public_number = models.CharField(max_length=20, unique=True)
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="homes")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="homes")
    entrance = models.ForeignKey(
        Entrance, on_delete=models.PROTECT, null=True, blank=True, related_name="homes"
    )
    floor = models.SmallIntegerField(default=1)
    unit = models.CharField(max_length=10, default="", blank=True)
    number = models.CharField(max_length=40)
    number_key = models.CharField(max_length=80)
    type = models.CharField(max_length=10, choices=HomeType.choices, default=HomeType.APARTMENT)
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    living_rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    bathrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    area = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    address = models.CharField(max_length=200, default="", blank=True)
    status = models.CharField(max_length=12, choices=HomeStatus.choices, default=HomeStatus.ON_SALE)
    handover_due_on = models.DateField(null=True, blank=True)
    handover_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=20, default="", blank=True)
    external_ref = models.CharField(max_length=80, null=True, blank=True)
    search_text = models.TextField(default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = InVisibleProjects.as_manager()

    # A home becomes personal by its ownership, which is classified as a reference.
    IMPERSONAL = dict.fromkeys(
        ("public_number", "unit", "number_key", "address", "search_text", "source", "external_ref"),
        "about a home of ours, whoever lives there",
    )

    class Meta:
        db_table = "owners_home"
        constraints = [
            # reader: find a home by its number, the imports
            models.UniqueConstraint(fields=["project", "number"], name="home_number_once"),
            # reader: repeatable imports
            models.UniqueConstraint(
                fields=["project", "source", "external_ref"],
                name="home_external_ref_once",
                condition=Q(external_ref__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(status=HomeStatus.HANDED_OVER, handover_on__isnull=False)
                | (~Q(status=HomeStatus.HANDED_OVER) & Q(handover_on__isnull=True)),
                name="home_handed_over_has_day",
            ),
            models.CheckConstraint(condition=Q(area__isnull=True) | Q(area__gt=0), name="home_area_positive"),
        ]
        indexes = [
            # reader: the picture of a building, floor by floor
            models.Index(fields=["building", "-floor", "number_key"], name="home_in_building"),
            # reader: the list of homes of a project, by keyset, 3-2-201 before 3-2-1201
            models.Index(fields=["project", "number_key", "id"], name="home_list"),
            # reader: find_homes by any part of project, number or address
            BigramIndex("search_text", name="home_search"),
            # reader: find_homes by the parts of an address in any order
            PartsIndex("search_text", name="home_parts"),
        ]
        triggers = [states.guard("status", MOVES)]

    def __str__(self):
        return self.number
