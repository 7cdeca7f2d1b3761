"""What stands in the form of a call about its cause, and the subject that comes of it."""

from . import rules, selectors


def picked(said) -> str:
    """The part or defect that was picked, unless another class was chosen since."""
    code, subject = said.get("cause", "")[:80], said.get("subject", "")[:80]
    return code if rules.below(code, subject) else ""


def subject_of(said) -> str:
    """The finest that is known and offered; else the class."""
    code = picked(said)
    return code if code and selectors.offered(code) else said.get("subject", "")[:80]
