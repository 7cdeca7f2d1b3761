"""Who sees the personal values that the ground floor keeps for the rooms above: this floor's rows of the table."""

from crm.privacy.visibility import by_verb, declare_fields, nobody

declare_fields(
    by_verb("jobs.jobchunk", "jobs.view", "refused")  # one's own jobs
    | by_verb("imports.importpart", "imports.run", "rows", "refused", "dry_refused")  # one's own files
    | by_verb("imports.importdraft", "imports.run", "sample")
    | by_verb("imports.importedrow", "cases.view", "facts")
    | by_verb("audit.auditentry", "audit.view", "because")
    | nobody("outgoing.outgoingmessage", "recipient", "subject", "body")
    | nobody("imports.draftpart", "content")
    | nobody("exports.exportrun", "parameters")
    | nobody(
        "exports.exportpart", "content"
    )  # fetched as a whole by who asked, column by column as he may see it
    | nobody("api.idempotencykey", "response")  # given back to who has sent the same request
)
