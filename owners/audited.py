"""What people do to owners, homes and what hangs on them: deeds in the audit, as its page tells them after the name of who did it."""

from django.utils.translation import gettext_lazy as _

from crm.audit.wording import call_things, call_verbs
from owners.ties import all_ties

THINGS = {
    "owners.owner": _("Owner"),
    "owners.home": _("Home"),
    "owners.building": _("Building"),
    "owners.phase": _("Phase"),
    "owners.entrance": _("Entrance"),
    "owners.checklistitem": _("Item of the inspection list"),
    "owners.duplicatepair": _("Two cards that look alike"),
    "owners.segment": _("Segment"),
    "owners.titledeed": _("Title deed"),
    "owners.warrantypart": _("Warranty part"),
}


def _tied() -> dict[str, object]:
    """Every table that is tied to an owner, by what pages call its rows; ours by the words above."""
    return {tie.model.lower(): tie.words for tie in all_ties() if tie.words} | THINGS


call_things(_tied)
call_verbs(
    {
        "privacy.consent.link": _("sent a link for consents"),
        "privacy.export": _("asked for everything about a person"),
        "privacy.export.fetch": _("fetched everything about a person"),
        "privacy.export.hand_over": _("handed everything about a person over"),
        "privacy.hold": _("put a hold on an erasure"),
        "privacy.hold.lift": _("lifted a hold on an erasure"),
        "privacy.erase.ask": _("asked for an erasure"),
        "privacy.erase": _("erased a person"),
        "privacy.erase.unnamed": _("erased somebody without a card"),
        "privacy.erase.withdraw": _("took back an erasure"),
        "owners.add": _("added an owner"),
        "owners.add_many": _("added many owners"),
        "owners.edit": _("changed a profile"),
        "owners.hand_over": _("gave an owner to another manager"),
        "owners.household": _("changed a household"),
        "owners.belongs": _("put an owner with a project"),
        "owners.add_kin": _("noted somebody of the family"),
        "owners.edit_kin": _("changed somebody of the family"),
        "owners.remove_kin": _("took out somebody of the family"),
        "owners.merge": _("merged two cards"),
        "owners.merged_away": _("let a card go into another"),
        "owners.part": _("undid a merge of cards"),
        "owners.visit": _("noted a visit to the showroom"),
        "duplicates.decide": _("decided about two cards that look alike"),
        "ownerships.record": _("recorded an ownership"),
        "ownerships.record_many": _("recorded many ownerships"),
        "ownerships.end": _("ended an ownership"),
        "ownerships.never_began": _("took back an ownership that never began"),
        "purchases.record": _("recorded a purchase"),
        "purchases.record_many": _("recorded many purchases"),
        "purchases.correct": _("corrected a purchase"),
        "purchases.cancel": _("called a purchase off"),
        "purchases.plan_payments": _("planned the payments"),
        "purchases.mark_paid": _("noted a payment"),
        "homes.add": _("added a home"),
        "homes.add_many": _("added many homes"),
        "homes.edit": _("changed a home"),
        "homes.move": _("changed how a home stands"),
        "homes.hand_over_many": _("handed many homes over"),
        "homes.add_phase": _("added a phase"),
        "homes.edit_phase": _("changed a phase"),
        "homes.add_building": _("added a building"),
        "homes.edit_building": _("changed a building"),
        "homes.add_entrance": _("added an entrance"),
        "handovers.plan": _("planned a handover"),
        "handovers.reschedule": _("moved a handover to another time"),
        "handovers.inspect": _("wrote down the inspection at a handover"),
        "handovers.add_finding": _("wrote down a finding"),
        "handovers.fix_finding": _("noted a finding as fixed"),
        "handovers.end": _("ended a handover"),
        "handovers.add_item": _("added to the inspection list"),
        "handovers.edit_item": _("changed the inspection list"),
        "handovers.add_standard_list": _("took over the standard inspection list"),
        "deeds.open": _("began a title deed"),
        "deeds.plan": _("planned the steps of a title deed"),
        "deeds.reach": _("noted a step of a title deed"),
        "deeds.reach_in_building": _("noted a step for the title deeds of a building"),
        "deeds.take_back": _("took back a step of a title deed"),
        "journal.write": _("wrote a note, call or task"),
        "journal.finish": _("finished a task"),
        "prospects.open": _("noted an inquiry about a project"),
        "prospects.weigh": _("changed how prospects are ranked"),
        "segments.add": _("built a segment"),
        "segments.change": _("changed a segment"),
        "segments.archive": _("put a segment away"),
        "segments.take_out": _("brought a segment back"),
        "segments.delete": _("deleted a segment"),
        "warranty.add_part": _("added a warranty part"),
        "warranty.edit_part": _("changed a warranty part"),
        "warranty.grant_term": _("granted a longer warranty"),
        "warranty.extend": _("extended a warranty"),
    }
)
