"""What every room asks and writes down when an earlier version comes back."""

from django.utils.translation import gettext as _

from crm.errors import IllegalMove, NotFound, Stale


def earlier(row, *, in_force: bool):
    """The version that was looked for, to be said again. Raises NotFound where there is none, IllegalMove where it holds."""
    if row is None:
        raise NotFound
    if in_force:
        raise IllegalMove(_("This version is in force already."))
    return row


def must_be_newest(seen: int | None, current: int) -> None:
    """Raises Stale where somebody has put another version in force since the actor looked; None is not said."""
    if seen is not None and seen != current:
        raise Stale(yours=seen, current=current)


def why(number: int, because: str = "") -> str:
    """What is written down: which version came back, and the reason where one was given."""
    if because.strip():
        words = {"number": number, "because": because.strip()}
        return _("Version %(number)d brought back: %(because)s") % words
    return _("Version %(number)d brought back") % {"number": number}
