"""Where a repair, a visit and a recovery may stand, and the only ways from one place to the next; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RepairStatus(TextChoices):
    ORDERED = "ordered", _("ordered")
    DONE = "done", _("repaired")
    CANCELLED = "cancelled", _("called off")


REPAIR_MOVES = {
    RepairStatus.ORDERED: {RepairStatus.DONE, RepairStatus.CANCELLED},
    RepairStatus.DONE: set(),
    RepairStatus.CANCELLED: set(),
}


class CallStatus(TextChoices):
    """A visit to the home, from the times offered to what came of it."""

    OFFERED = "offered", _("times offered")
    AGREED = "agreed", _("time agreed")
    DONE = "done", _("done")
    NOT_AT_HOME = "not_at_home", _("nobody at home")
    NEEDS_PART = "needs_part", _("a part is needed")
    CANCELLED = "cancelled", _("cancelled")


CALL_MOVES = {
    CallStatus.OFFERED: {CallStatus.AGREED, CallStatus.CANCELLED},
    CallStatus.AGREED: {
        CallStatus.DONE,
        CallStatus.NOT_AT_HOME,
        CallStatus.NEEDS_PART,
        CallStatus.CANCELLED,
    },
    CallStatus.DONE: set(),
    CallStatus.NOT_AT_HOME: set(),
    CallStatus.NEEDS_PART: set(),
    CallStatus.CANCELLED: set(),
}
OUTCOMES = (CallStatus.DONE, CallStatus.NOT_AT_HOME, CallStatus.NEEDS_PART)
CALL_OPEN = {CallStatus.OFFERED, CallStatus.AGREED}


class RecoveryStatus(TextChoices):
    CLAIMED = "claimed", _("claimed")
    AGREED = "agreed", _("agreed")
    RECEIVED = "received", _("received")
    WRITTEN_OFF = "written_off", _("written off")


RECOVERY_MOVES = {
    RecoveryStatus.CLAIMED: {RecoveryStatus.AGREED, RecoveryStatus.WRITTEN_OFF},
    RecoveryStatus.AGREED: {RecoveryStatus.RECEIVED, RecoveryStatus.WRITTEN_OFF},
    RecoveryStatus.RECEIVED: set(),
    RecoveryStatus.WRITTEN_OFF: set(),
}


class CostKind(TextChoices):
    LABOUR = "labour", _("labour")
    MATERIAL = "material", _("material")
    CONTRACTOR = "contractor", _("contractor's bill")
    OTHER = "other", _("other")


class Trade(TextChoices):
    STRUCTURE = "structure", _("structure")
    WATERPROOFING = "waterproofing", _("waterproofing")
    HEATING = "heating", _("heating and cooling")
    ELECTRICAL = "electrical", _("electrical")
    PLUMBING = "plumbing", _("plumbing")
    DECORATION = "decoration", _("decoration")
    WINDOWS = "windows", _("doors and windows")
    LIFTS = "lifts", _("lifts")
    LANDSCAPE = "landscape", _("grounds")
    OTHER = "other", _("other")
