"""When a form's field is shown and when it must be filled, for fields that another answer asks for."""

ALWAYS = "always"  # needed, though the form lets it pass: a rule below says what it lacks


def asked(field, *, shown="", needed=""):
    """The field, asked only in a case: `shown` and `needed` are "name=value" or "name=one|other".

    The page hides it until then, and marks it once it is needed; the service that takes the form still decides.
    """
    field.shown_when, field.needed_when = shown, needed
    return field
