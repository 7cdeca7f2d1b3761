"""Who sees why something was decided about an owner: this floor's rows of the table."""

from crm.privacy.visibility import by_verb, declare_fields

declare_fields(
    by_verb("coordination.alarm", "alarms.view", "taken_because")
    | by_verb(
        "coordination.decision", "decisions.view", "override_because", "inputs", "alternatives", "reasons"
    )
)
