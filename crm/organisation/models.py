from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Has a code, a name in its own language and, where known, names in the product's languages."""

    IMPERSONAL = {
        "code": "a code of the house",
        "name": "a place or department",
        "names": "the same, translated",
    }

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else its own."""
        return self.names.get(get_language() or "", "") or self.name


class Region(Named):
    pass


class City(Named):
    region = models.ForeignKey(Region, models.PROTECT, related_name="cities")
    country = models.CharField(max_length=2, default="CN")


class ProjectRows(models.QuerySet):
    def visible_to(self, user):
        """The projects in the user's scope."""
        return self if user.unrestricted else self.filter(pk__in=user.project_ids)


class Project(Named):
    city = models.ForeignKey(City, models.PROTECT, related_name="projects")
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    currency = models.CharField(max_length=3, default="CNY")
    calendar = models.ForeignKey(
        "calendars.Calendar", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProjectRows.as_manager()


class Department(Named):
    class Kind(models.TextChoices):
        DESK = "desk", _("Service desk")
        ENGINEERING = "engineering", _("Engineering")
        SALES = "sales", _("Sales")
        DESIGN = "design", _("Design")
        PROPERTY = "property", _("Property service")
        LEGAL = "legal", _("Legal")
        WAREHOUSE = "warehouse", _("Warehouse")
        MARKETING = "marketing", _("Marketing")

    kind = models.CharField(max_length=16, choices=Kind.choices)
