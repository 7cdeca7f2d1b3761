"""A version of the promises of time in words, by what they are about: what its history compares."""

from service_desk.clocks.forms import NumbersForm
from service_desk.clocks.models import ClockPolicy, ClockRule


def in_words(policy: ClockPolicy) -> dict[str, str]:
    """Each rule by its clock and cases, each reason for a pause, who is told, and what counts as stuck."""
    said = {_about(rule): f"{rule.length} · {rule.label}" for rule in policy.rules.all()}
    for reason in policy.reasons.all():
        said[reason.label] = ", ".join([*map(str, reason.clock_labels), str(reason.longest_days)])
    said |= {f"{level} %": ", ".join(map(str, roles)) for level, roles in policy.told}
    labels = {name: str(field.label) for name, field in NumbersForm.base_fields.items()}
    numbers = ("no_move_days", "most_moves", "most_rejections")
    return said | {labels[name]: str(getattr(policy, name)) for name in numbers}


def _about(rule: ClockRule) -> str:
    """Which clock of which cases, as the table of the rules shows it."""
    cases = (
        rule.get_kind_display() if rule.kind else "",
        rule.get_severity_display() if rule.severity else "",
        rule.subject_label if rule.subject else "",
        rule.project.label if rule.project else "",
    )
    return " · ".join(str(word) for word in (rule.get_clock_display(), *cases) if word)
