"""Refusals with a status and a code. Services raise them; pages and API translate them in one place each."""

from django.utils.translation import gettext_lazy as _


class DoorstepError(Exception):
    """Base of every refusal: an HTTP status, a stable code, a sentence for people, messages by field."""

    status = 400
    code = "refused"
    message = _("This cannot be done.")

    def __init__(self, message=None, *, code=None, fields=None, **extra):
        self.message = message or self.message
        self.code = code or self.code
        self.fields = fields or {}
        self.extra = extra
        super().__init__(str(self.message))


class NotFound(DoorstepError):
    """It does not exist, or it is out of the actor's scope; the two look the same."""

    status, code, message = 404, "not_found", _("There is nothing here that you may see.")


class NotAllowed(DoorstepError):
    """It exists and is in scope, but the actor's role may not do this."""

    status, code, message = 403, "not_allowed", _("Your role does not allow this.")


class IllegalMove(DoorstepError):
    """The thing is not in a state from which this can be done."""

    status, code, message = 409, "illegal_move", _("This is not possible at this step.")


class Stale(DoorstepError):
    """Somebody else changed it in between; `extra` holds both versions."""

    status, code, message = 409, "stale", _("Somebody else has changed this in the meantime.")


class Refused(DoorstepError):
    """What was given is not valid; `fields` says what to do about each field."""

    status, code, message = 422, "invalid", _("Please correct what is marked.")


class TooMany(DoorstepError):
    """Too many attempts in too short a time."""

    status, code, message = 429, "too_many", _("Too many attempts. Please wait a little.")
