"""What pages call each fact: the name of its class, and the words. The table of routes hands them on."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "CaseAssigned": _("A case was given to somebody"),
    "CaseClosed": _("A case was closed"),
    "CaseCompleted": _("The work on a case is done"),
    "CaseInvestigated": _("A case was investigated"),
    "CaseRegistered": _("A case was registered"),
    "CaseMerged": _("Two cases were merged, or a merge was taken back"),
    "CaseReopened": _("A case was started again"),
    "DeadlineDue": _("A deadline came near or passed"),
    "DirectiveFulfilled": _("A directive was fulfilled"),
    "DirectiveIssued": _("A directive was issued"),
    "DirectiveOverdue": _("A directive was not carried out in time"),
    "FeedbackRecorded": _("An owner said what he thinks"),
    "HomeHandedOver": _("A home was handed over"),
    "MergeUndone": _("A merge of two owners was undone"),
    "OwnerAdded": _("An owner was added"),
    "OwnerChanged": _("An owner's particulars changed"),
    "OwnerDecided": _("An owner decided on a proposal"),
    "OwnersMerged": _("Two owners were merged"),
    "OwnershipRecorded": _("An ownership was recorded"),
    "ProposalApproved": _("A proposal was approved"),
    "ProposalMade": _("A proposal was made"),
    "PurchaseCancelled": _("A purchase was cancelled"),
    "PurchaseRecorded": _("A purchase was recorded"),
    "QuestionnaireOpened": _("An owner was asked"),
    "RepairCostChanged": _("The cost of a repair changed"),
    "ReturnVisitRecorded": _("A return visit was recorded"),
    "SlipAnswered": _("A department answered"),
    "SlipTransferred": _("A department was asked"),
}
