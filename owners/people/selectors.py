"""Reading owners: by telephone, in lists, with their households and projects."""

from django.db.models import QuerySet

from crm.privacy import blind_index, visibility
from owners.duplicates.signposts import had_phone
from owners.finding.owners import find_owners, seen_by

from . import rules
from .models import Kin, Owner, OwnerProject


def owner_by_phone(user, phone: str) -> Owner | None:
    """The owner with this whole phone number, if the user sees him; telephony asks this."""
    plain = rules.plain_phone(phone)
    hidden = visibility.how(user, "owners.owner.phone") is visibility.HIDDEN
    if hidden or not rules.phone_is_plausible(plain):
        return None  # to whom telephones are hidden, a number must not confirm itself
    index = blind_index.of(plain, "phone")
    seen = Owner.objects.visible_to(user)
    return seen.filter(phone_index=index).first() or seen.filter(pk__in=had_phone(index)).first()


def owner_by_email(user, email: str) -> Owner | None:
    """The one owner with this whole e-mail address, if the user sees him; of several, as of couples, nobody."""
    if not email.strip() or visibility.how(user, "owners.owner.email") is visibility.HIDDEN:
        return None
    found = Owner.objects.visible_to(user).filter(email_index=blind_index.of(email, "email"))[:2]
    return found[0] if len(found) == 1 else None


def owners_listed(
    user, *, query="", project=None, kind="", stage="", manager=None, below: int | None = None
) -> QuerySet:
    """The list of owners, narrowed; ordering and paging are the page's.

    Nothing but the projects written out lets the database see how many there are, and walk the list in its order.
    """
    found = find_owners(user, query) if query else seen_by(user)
    rows = found.select_related("manager")
    if project is not None:
        rows = rows.filter(pk__in=OwnerProject.objects.filter(project=project).values("owner"))
    if kind:
        rows = rows.filter(kind=kind)
    if stage:
        rows = rows.filter(stage=stage)
    if manager is not None:
        rows = rows.filter(manager=manager)
    if below is not None:
        rows = rows.filter(completeness__lt=below)
    return rows


def owners_called(user, numbers: list[str], to: str) -> list[Owner]:
    """The owners of these numbers with whom the user may do `to`; others are left out. One statement."""
    return list(Owner.objects.visible_to(user, to).filter(number__in=numbers).order_by("pk"))


def household_of(owner) -> list[Owner]:
    """Who else lives in the owner's household."""
    if owner.household_id is None:
        return []
    return list(Owner.objects.filter(household=owner.household_id).exclude(pk=owner.pk).order_by("pk"))


def shares_household(owner) -> bool:
    """Whether another owner lives in his household."""
    return Owner.objects.filter(household=owner.household_id).exclude(pk=owner.pk).exists()


def kin_of(owner) -> list[Kin]:
    """Who lives in his household and owns nothing, the eldest first as far as it is known."""
    if owner.household_id is None:
        return []
    return list(Kin.objects.filter(household=owner.household_id).order_by("birth_date", "pk"))


def belongs_to(owner, project) -> bool:
    """Whether the owner has a tie to the project, of which owning a home there is one; asked without a user."""
    return OwnerProject.objects.filter(owner=owner, project=project).exists()


def tied_to(project, owners) -> set[int]:
    """Which of these owners have a tie to the project, by their ids: one query for a whole batch."""
    rows = OwnerProject.objects.filter(project=project, owner__in=list(owners))
    return set(rows.values_list("owner_id", flat=True))


def projects_of(owner) -> list:
    return [scope.project for scope in owner.scopes.select_related("project__city").order_by("since", "pk")]
