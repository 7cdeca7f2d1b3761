"""Who sees what was said in a complaint: this floor's rows of the table."""

from crm.privacy.visibility import by_verb, declare_fields, nobody

declare_fields(
    by_verb("service_desk.case", "cases.view", "words", "summary", "impact", "severity_because", "result")
    | nobody("service_desk.case", "search_text")
    | by_verb("service_desk.casehistory", "cases.view", "because", "detail")
    | by_verb("service_desk.casemessage", "cases.view", "body")
    | nobody("service_desk.casemessage", "search_text")
    | by_verb("service_desk.promise", "cases.view", "text", "settled_because")
    | by_verb("service_desk.handover", "cases.view", "because", "answer")
    | by_verb("service_desk.weighing", "cases.view", "answers", "reasons")
    | by_verb("service_desk.difficultcase", "escalated.view", "words", "result", "lesson")
    | by_verb("service_desk.responseplan", "escalated.view", "wants", "position", "not_negotiable", "because")
    | by_verb("service_desk.planoption", "escalated.view", "words")
    | by_verb("service_desk.planoptionpart", "escalated.view", "description")
    | by_verb("service_desk.sliprating", "slips.view", "words")
    | by_verb("service_desk.endorsement", "cases.view", "because")
    | by_verb("service_desk.signature", "cases.view", "signed_name", "image")
    | by_verb("service_desk.casemerge", "cases.view", "because", "undone_because")
    | by_verb("service_desk.caselink", "cases.view", "because")
    | by_verb("service_desk.severityjudgement", "cases.view", "impact", "because")
    | nobody("service_desk.draft", "fields")
    | by_verb("service_desk.bulkrun", "cases.assign", "because")
    | nobody("service_desk.bulkrun", "body")
    | by_verb("service_desk.attachment", "attachments.view", "name", "caption")
    | by_verb("service_desk.attachmentpart", "attachments.view", "content")
    | by_verb("service_desk.guardcatch", "guidance.edit", "because")
    | by_verb("service_desk.suggestion", "cases.view", "because")
    | by_verb("service_desk.crisis", "crisis.view", "title", "facts", "lessons")
    | by_verb("service_desk.contactentry", "crisis.view", "counterpart", "said")
    | by_verb("service_desk.post", "crisis.view", "author", "words", "address")
    | by_verb("service_desk.legalstep", "crisis.view", "counsel", "about", "outcome")
    | by_verb("service_desk.crisisreport", "crisis.view", "snapshot")
    | by_verb("service_desk.groupproposal", "groups.view", "because")
    | by_verb("service_desk.investigation", "cases.view", "findings", "evidence", "cause")
    | by_verb("service_desk.transferslip", "slips.view", "request", "asked_for", "solution")
    | by_verb(
        "service_desk.proposal", "cases.view", "summary", "owner_words", "signed_name", "approval_because"
    )
    | by_verb("service_desk.proposalpart", "cases.view", "description")
    | by_verb("service_desk.action", "actions.view", "description", "result")
    | by_verb("service_desk.deadlinepause", "clocks.view", "words")
    | by_verb("service_desk.stuckcase", "clocks.view", "note")
    | by_verb("service_desk.returnvisit", "visits.view", "words")
    | by_verb("service_desk.dossier", "dossiers.make", "because")
    | nobody("service_desk.dossierpart", "content")
    | by_verb("service_desk.look", "prevention.view", "words")
    | by_verb("service_desk.casecause", "causes.view", "because")
    | by_verb("service_desk.repairorder", "repairs.view", "description", "result")
    | by_verb("service_desk.repaircall", "repairs.view", "words")
    | by_verb("service_desk.costline", "repairs.view", "description")
    | by_verb(
        "service_desk.directive", "directives.view", "instruction", "reason", "result", "withdrawn_because"
    )
    | by_verb(
        "service_desk.incomingmail",
        "mail.view",
        "sender",
        "sender_name",
        "subject",
        "words",
        "folded",
        "files",
    )
    | nobody("service_desk.incomingmail", "digest", "content_digest", "sender_index", "identifier")
    | nobody("service_desk.rawmailpart", "content")
    | nobody("service_desk.unreachedaddress", "address_index")
    | nobody("service_desk.mailbox", "username", "password")
    | nobody("service_desk.hookendpoint", "token", "aes_key", "app_secret")
    | nobody("service_desk.wecomcontact", "sender_index", "address")
    | nobody("service_desk.wecomaside", "said")
    | nobody("service_desk.wecommedia", "media")
    | by_verb("service_desk.wecommedia", "cases.view", "name")
    | nobody("service_desk.confirmation", "address_index")
    | nobody("service_desk.knownreply", "sender_index")
    | nobody("service_desk.heldphoto", "tray_hash", "place_index", "name", "full", "small")
    | nobody("service_desk.hooksecret", "secret")
    | nobody("service_desk.hookdelivery", "sender_index")
    | by_verb("service_desk.hookdelivery", "channels.view", "event_id")
    | nobody("service_desk.webreport", "words_digest", "person_index", "place_index")
    | nobody("service_desk.ownerlink", "token_hash")
    | by_verb("service_desk.hotlineticket", "cases.view", "reply")
)
