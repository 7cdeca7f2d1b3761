"""Who sees what owners answered: this floor's rows of the table."""

from crm.privacy.visibility import by_verb, declare_fields, nobody

declare_fields(
    nobody("satisfaction.invitation", "answers_draft")  # until he has answered, it is his alone
    | by_verb("satisfaction.answer", "satisfaction.view", "text")
    | by_verb("satisfaction.feedback", "satisfaction.view", "words")
)
