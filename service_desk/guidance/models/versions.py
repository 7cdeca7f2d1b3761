"""What staff edit: a row is one version and is never changed; at most one version of a code is in force."""

from django.db import models
from django.db.models import Q

USER = "accounts.User"


class VersionRows(models.QuerySet):
    def in_force(self):
        return self.filter(current=True)


class Versioned(models.Model):
    """One version of something with a code; who made it, nobody for what ships with the product."""

    code = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = VersionRows.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.code} {self.version}"


def version_constraints(name: str) -> list:
    """What holds for every table of versions, under its own name."""
    return [
        models.UniqueConstraint(fields=["code", "version"], name=f"{name}_version_once"),
        models.UniqueConstraint(fields=["code"], condition=Q(current=True), name=f"{name}_one_in_force"),
        models.CheckConstraint(condition=Q(version__gte=1), name=f"{name}_counts_from_one"),
    ]
