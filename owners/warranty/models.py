"""Parts of a home under warranty, and what a project grants beyond."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from .states import COUNTRIES, Measure


class WarrantyPart(models.Model):
    """A part such as waterproofing: its length of warranty and the least the law allows, in one measure.

    Each country has its own parts, because each has its own law; `basis` names it. By its `words` the desk guesses
    which part a report is about.
    """

    code = models.CharField(max_length=32, unique=True)
    country = models.CharField(max_length=2, default="CN")
    name = models.CharField(max_length=80)
    names = models.JSONField(default=dict, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")
    words = models.JSONField(default=list, blank=True)
    measure = models.CharField(max_length=12, choices=Measure.choices)
    length = models.PositiveSmallIntegerField()
    legal_minimum = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    IMPERSONAL = dict.fromkeys(
        ("code", "country", "name", "names", "basis", "words"), "about a part of any home"
    )

    class Meta:
        db_table = "owners_warrantypart"
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=F("legal_minimum"), legal_minimum__gte=1, length__lte=200),
                name="warrantypart_not_below_the_law",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="warrantypart_measure_known"
            ),
        ]
        indexes = [
            # reader: the parts of a home, by its country
            models.Index(fields=["country", "position", "code"], name="warrantypart_of_country"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else its own."""
        return self.names.get(get_language() or "", "") or self.name

    @property
    def country_label(self) -> str:
        """Whose law it is, in words."""
        return str(COUNTRIES.get(self.country, self.country))


class WarrantyTerm(models.Model):
    """What a project grants for a part instead of the house's length; never less than the law."""

    part = models.ForeignKey(WarrantyPart, on_delete=models.CASCADE, related_name="terms")
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="+")
    length = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "owners_warrantyterm"
        constraints = [
            # reader: the parts of a home, with its project's lengths
            models.UniqueConstraint(fields=["project", "part"], name="warrantyterm_once"),
        ]


class WarrantyExtension(models.Model):
    """What was promised for one part of one home beyond everything else, and by what paper (`proposal:P-2026-…`)."""

    home = models.ForeignKey("owners.Home", on_delete=models.PROTECT, related_name="warranty_extensions")
    part = models.ForeignKey(WarrantyPart, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    source = models.CharField(max_length=60)
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    IMPERSONAL = {"source": "the number of a paper"}

    class Meta:
        db_table = "owners_warrantyextension"
        constraints = [
            # reader: the parts of a home; one paper extends a part once
            models.UniqueConstraint(fields=["home", "part", "source"], name="warrantyextension_once"),
        ]
