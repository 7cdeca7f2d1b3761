"""Who sees what a relation is worth: this floor's rows of the table."""

from crm.privacy.visibility import by_verb, declare_fields

declare_fields(
    by_verb("profitability.ledgerentry", "ledger.view", "note")
    | by_verb("profitability.assessment", "assessments.view", "situation", "plans", "best_plan", "lines")
)
