"""What the service desk keeps of an owner."""

from base64 import b64decode

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.ties import AtErasure, Tie, register
from service_desk import erasing  # noqa: F401  it says what hinders an erasure
from service_desk.directives import states

PROCEDURE = _("the course of a complaint stays provable; what the person said in it goes")


def _numbers(owner):
    from service_desk.cases.models import Case

    return Case.objects.filter(owner=owner)


def _letters(owner) -> Q:
    return Q(subject_ref__in=_numbers(owner).annotate(ref=Concat(Value("case:"), F("number"))).values("ref"))


def _imported(owner) -> Q:
    return Q(kind="cases", subject__in=_numbers(owner).values("number"))


def _mail(owner) -> Q:
    """What became or joined his cases, and what still waits from his address."""
    from service_desk.cases.models import Case

    his = Q(case__in=Case.objects.filter(owner=owner))
    return his | Q(sender_index=owner.email_index) if owner.email_index else his


def _raw_mail(owner) -> Q:
    from service_desk.channels.mail.models import IncomingMail

    return Q(mail__in=IncomingMail.objects.filter(_mail(owner)))


def _wecom(owner) -> Q:
    """By what his cases came."""
    from service_desk.channels.hooks.models import HookDelivery

    his = HookDelivery.objects.filter(case__owner=owner, sender_index__isnull=False)
    return Q(sender_index__in=his.values("sender_index"))


def _spoken_with(owner) -> Q:
    """What he said to us in a crisis. It is kept by his name: where another bears it too, only where his case is."""
    from owners.people.models import Owner

    said = Q(kind="owner", counterpart=owner.name)
    if Owner.objects.filter(name=owner.name).exclude(pk=owner.pk).exists():
        said &= Q(crisis__members__case__owner=owner)
    return said


def _in_crises() -> list[Tie]:
    """Where the crisis room has written down what he said; by name, for it has no key to an owner."""

    def wrote(owner) -> Q:
        return Q(author=owner.name, crisis__members__case__owner=owner)

    def reported(owner) -> Q:
        said = Q(snapshot__contacts__contains=[{"counterpart": owner.name}])
        return said & Q(crisis__contacts__in=_contacts(owner))

    return [
        Tie("service_desk.ContactEntry", "crisis", find=_spoken_with, words=_("Contacts in a crisis")),
        Tie(
            "service_desk.CrisisReport",
            "crisis",
            find=reported,
            told=False,
            words=_("Reports of a crisis"),
        ),
        Tie(
            "service_desk.Post",
            "crisis",
            find=wrote,
            blanks=(("address", ""),),
            words=_("Posts in public"),
        ),
    ]


def _contacts(owner):
    from service_desk.crisis.models import ContactEntry

    return ContactEntry.objects.filter(_spoken_with(owner))


def _among_others() -> list[Tie]:
    """Where several people are spoken of: what names him goes, and to nobody is told what is said of the others.

    They are said before what he said himself, so that this is emptied first: an erasure goes from the last to the first.
    """

    def spoken_of(model: str, path: str, words) -> Tie:
        return Tie(
            f"service_desk.{model}", f"{path}__case__owner", erasure=AtErasure.BLOT, told=False, words=words
        )

    return [
        spoken_of("Crisis", "members", _("Crises")),
        spoken_of("ContactEntry", "crisis__members", _("Contacts in a crisis")),
        spoken_of("Post", "crisis__members", _("Posts in public")),
        spoken_of("LegalStep", "crisis__members", _("Steps of the legal path")),
        spoken_of("CrisisReport", "crisis__members", _("Reports of a crisis")),
        spoken_of("GroupProposal", "members", _("Proposals of groups")),
        spoken_of("BulkRun", "items", _("What was done to several cases at once")),
    ]


def _file(row) -> tuple[str, bytes] | None:
    """A photo or document as we keep it."""
    part = row.parts.filter(part="full").first()
    return part and (row.name, b64decode(part.content))


def _signature(row) -> tuple[str, bytes]:
    """What he drew with his finger."""
    return f"signature-{row.proposal.number}.png", bytes(row.image)


def _course() -> list[Tie]:
    """What happened to a case, and what was said around it."""
    return [
        Tie("service_desk.Case", words=_("Complaints and requests")),
        Tie(
            "service_desk.CaseHistory",
            "case__owner",
            because=PROCEDURE,
            words=_("Course of the complaints"),
        ),
        Tie("service_desk.CaseMessage", "case__owner", words=_("What was written and said")),
        Tie(
            "service_desk.Draft",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("What was begun and not sent"),
        ),
        Tie(
            "service_desk.Attachment",
            "case__owner",
            erasure=AtErasure.DELETE,
            file=_file,
            words=_("Photos and documents"),
        ),
        Tie(
            "service_desk.AttachmentPart",
            "attachment__case__owner",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Contents of photos and documents"),
        ),
        Tie("service_desk.Draft", "case__owner", erasure=AtErasure.DELETE, told=False, words=_("Drafts")),
        Tie("service_desk.SeverityJudgement", "case__owner", words=_("How serious it was judged")),
        Tie("service_desk.Investigation", "case__owner", words=_("Findings")),
        *_in_crises(),
        Tie("service_desk.DeadlinePause", "deadline__case__owner", words=_("Pauses of deadlines")),
        Tie("service_desk.StuckCase", "case__owner", words=_("Cases that stood still")),
        Tie(
            "service_desk.DossierPart",
            "dossier__case__owner",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Contents of dossiers"),
        ),
        Tie(
            "service_desk.Dossier",
            "case__owner",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Dossiers"),
        ),
        Tie("service_desk.Look", "case__owner", words=_("Homes looked at")),
        Tie("service_desk.CaseCause", "case__owner", words=_("Causes of complaints")),
        Tie("service_desk.CaseMerge", "gone__owner", words=_("Merged complaints")),
        Tie("service_desk.CaseMerge", "kept__owner", words=_("Merged complaints")),
        Tie("service_desk.CaseLink", "lower__owner", words=_("Linked complaints")),
        Tie("service_desk.CaseLink", "upper__owner", words=_("Linked complaints")),
    ]


def _guidance() -> list[Tie]:
    """What helped the desk while it spoke with the owner, and the shorter ways."""
    return [
        Tie("service_desk.CaseTopic", "case__owner", told=False, words=_("What it was about")),
        Tie("service_desk.Suggestion", "case__owner", words=_("What became of suggestions")),
        Tie("service_desk.Praise", "case__owner", told=False, words=_("Praise that was passed on")),
        Tie("service_desk.PlaybookRun", "case__owner", told=False, words=_("Playbooks that were followed")),
        Tie(
            "service_desk.GuardCatch",
            "case__owner",
            words=_("What the reply guard found before it was sent"),
        ),
    ]


def _difficult() -> list[Tie]:
    """What the house prepared before a difficult talk; emptied with the person, and told to nobody outside."""
    return [
        Tie("service_desk.DifficultCase", "case__owner", told=False, words=_("Difficult complaints")),
        Tie(
            "service_desk.ResponsePlan",
            "difficult__case__owner",
            told=False,
            words=_("Plans for difficult complaints"),
        ),
        Tie(
            "service_desk.PlanOption",
            "plan__difficult__case__owner",
            told=False,
            words=_("Options in plans for difficult complaints"),
        ),
        Tie(
            "service_desk.PlanOptionPart",
            "option__plan__difficult__case__owner",
            told=False,
            words=_("Parts of options for difficult complaints"),
        ),
    ]


def _papers() -> list[Tie]:
    """What hangs on a case: slips, proposals, repairs, visits, promises."""
    return [
        Tie("service_desk.TransferSlip", "case__owner", words=_("Transfer slips")),
        Tie("service_desk.Proposal", "case__owner", words=_("Proposals")),
        Tie("service_desk.ProposalPart", "proposal__case__owner", words=_("Parts of proposals")),
        Tie("service_desk.Action", "case__owner", words=pgettext_lazy("of a case", "Actions")),
        Tie("service_desk.RepairOrder", "case__owner", words=_("Repairs")),
        Tie("service_desk.RepairCall", "order__case__owner", words=_("Visits of repairers")),
        Tie("service_desk.CostLine", "order__case__owner", words=_("What repairs cost")),
        Tie("service_desk.ReturnVisit", "case__owner", words=_("Return visits")),
        Tie("service_desk.Promise", "case__owner", words=_("Promises")),
        Tie("service_desk.HandOver", "case__owner", words=_("Handing over of complaints")),
        Tie("service_desk.Weighing", "case__owner", words=_("Weighing of what was asked for")),
        *_difficult(),
        Tie("service_desk.SlipRating", "slip__case__owner", words=_("Ratings between departments")),
        Tie("service_desk.Endorsement", "proposal__case__owner", words=_("Approvals")),
        Tie(
            "service_desk.Signature",
            "proposal__case__owner",
            erasure=AtErasure.DELETE,
            file=_signature,
            words=_("Signatures"),
        ),
        Tie(
            "service_desk.Directive",
            alike=("purpose",),
            alike_while=Q(status__in=sorted(states.OPEN)),
            words=_("Directives"),
        ),
    ]


def _unfinished(_owner) -> Q:
    """Every photo of a form not sent yet: no name leads to it, so it may be his."""
    return Q()


def _answered_at_once() -> list[Tie]:
    """By what whoever wrote is answered, and what is still to come of him.

    An erasure goes through the ties from the last to the first: how he is reached is found by his deliveries.
    """
    return [
        Tie(
            "service_desk.HeldPhoto",
            "tray_hash",
            find=_unfinished,
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Photos of forms not sent yet"),
        ),
        Tie(
            "service_desk.WecomMedia",
            "case__owner",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Files sent in WeCom"),
        ),
        Tie(
            "service_desk.WecomContact",
            "case",
            find=_wecom,
            erasure=AtErasure.DELETE,
            words=_("How they are reached in WeCom"),
        ),
        Tie(
            "service_desk.WecomAside",
            "case",
            find=_wecom,
            erasure=AtErasure.DELETE,
            words=_("Messages of WeCom that could not be placed"),
        ),
        Tie(
            "service_desk.Confirmation",
            "case__owner",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Confirmations"),
        ),
        Tie(
            "service_desk.KnownReply",
            "case__owner",
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Addresses that may answer for them"),
        ),
    ]


def _ways_in() -> list[Tie]:
    """How it came in, and what went out."""
    return [
        Tie(
            "service_desk.RawMailPart",
            "mail",
            find=_raw_mail,
            erasure=AtErasure.DELETE,
            told=False,
            words=_("Mail that came in"),
        ),
        Tie("service_desk.HookDelivery", "case__owner", words=_("Deliveries by webhook")),
        Tie(
            "service_desk.WebReport",
            "case__owner",
            erasure=AtErasure.DELETE,
            words=_("Forms sent by the web"),
        ),
        Tie("service_desk.OwnerLink", "case__owner", erasure=AtErasure.DELETE, words=_("Links to cases")),
        Tie("service_desk.HotlineTicket", "case__owner", words=_("Tickets of the hotline")),
        Tie(
            "service_desk.IncomingMail",
            "case",
            find=_mail,
            erasure=AtErasure.DELETE,
            words=_("Mail that came in"),
        ),
        Tie("imports.ImportedRow", "case", find=_imported, words=_("Rows of imported files")),
        Tie(
            "outgoing.OutgoingMessage",
            "case",
            find=_letters,
            erasure=AtErasure.DELETE,
            words=_("Letters and messages"),
        ),
    ]


def say() -> None:
    register([*_among_others(), *_course(), *_guidance(), *_papers(), *_ways_in(), *_answered_at_once()])
