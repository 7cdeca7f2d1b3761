from django.db import models
from django.utils.translation import get_language


class Named(models.Model):
    """Has a code, a name in its own language and, where known, names in the product's languages."""

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


class Project(Named):
    city = models.ForeignKey(City, models.PROTECT, related_name="projects")
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    currency = models.CharField(max_length=3, default="CNY")
    calendar = models.ForeignKey("calendars.Calendar", models.PROTECT, null=True, blank=True, related_name="+")


class Department(Named):
    class Kind(models.TextChoices):
        DESK = "desk"
        ENGINEERING = "engineering"
        SALES = "sales"
        DESIGN = "design"
        PROPERTY = "property"
        LEGAL = "legal"
        WAREHOUSE = "warehouse"
        MARKETING = "marketing"

    kind = models.CharField(max_length=16, choices=Kind.choices)
