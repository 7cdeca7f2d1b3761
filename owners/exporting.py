"""The lists of this floor as files: owners, homes, purchases, ownerships, with the filters of their pages.

Each function checks what the actor may, says the headings in his language and leaves the rows to an iterator. What
he sees of a personal column is what the table of `crm.privacy.visibility` says, as on the pages.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.accounts.permissions import require
from crm.exports.access import out_of
from crm.exports.kinds import Export, batches, titled
from crm.organisation.models import Project
from crm.privacy import visibility
from crm.web.asked import whole
from owners import access
from owners.contracts import selectors as contracts
from owners.contracts.models import Ownership
from owners.contracts.states import Stage
from owners.days import day_of
from owners.homes import selectors as home_rows
from owners.people import selectors as people
from owners.people.choices import OwnerKind
from owners.people.models import OwnerProject


@titled(gettext_lazy("Owners"), whole=True)
def owners(actor, parameters: dict, *, now: datetime) -> Export:
    """Whom the list of owners shows: `q`, `project`, `kind`, `stage`, `manager`, `below`, `mine`."""
    require(actor, "owners.view")
    kind, stage = parameters.get("kind", ""), parameters.get("stage", "")
    rows = people.owners_listed(
        actor,
        query=_text(parameters, "q"),
        project=_project(actor, parameters, "owners.view"),
        kind=kind if kind in OwnerKind.values else "",
        stage=stage if stage in Stage.values else "",
        manager=actor if parameters.get("mine") else _manager(actor, parameters),
        below=whole(_text(parameters, "below")),
    )
    return owners_as_file(actor, out_of(actor, rows, _tied_to), now=now)


def _tied_to(projects) -> Exists:
    return Exists(OwnerProject.objects.filter(owner=OuterRef("pk"), project__in=projects))


def owners_as_file(actor, rows, *, now: datetime) -> Export:
    """Any query of owners that the actor may see, in the columns of their list."""
    columns = [
        _("Number"),
        pgettext("person", "Name"),
        _("Kind"),
        _("Stage"),
        _("Homes"),
        _("Phone"),
        _("E-mail"),
        _("Speaks"),
        _("Relationship manager"),
        _("Known since"),
        _("Profile complete, per cent"),
    ]
    return Export(columns, _owner_rows(actor, rows, day_of(now)), count=rows.order_by().count)


def _manager(actor, parameters: dict):
    """The manager the list was narrowed to, if the actor may name him."""
    username = _text(parameters, "manager")
    return next((row for row in access.managers_for(actor) if row.username == username), None)


OWNER_COLUMNS = (
    "number",
    "name",
    "kind",
    "stage",
    "phone",
    "email",
    "language",
    "known_since",
    "completeness",
    "manager__display_name",
)


def _owner_rows(actor, rows, today) -> Iterator[list]:
    """Only the columns that stand in the file are read and opened: an owner has others, and a list a million rows."""
    seen, projects = _Seen(actor), {}
    kinds, stages, languages = dict(OwnerKind.choices), dict(Stage.choices), dict(settings.LANGUAGES)
    words = {code: str(word) for code, word in (kinds | stages).items()}
    for batch in batches(
        rows.order_by("name_key", "id").select_related(None).values_list("pk", *OWNER_COLUMNS)
    ):
        held = _homes_held([row[0] for row in batch], today, projects)
        for key, number, name, kind, stage, phone, email, language, since, complete, manager in batch:
            yield [
                number,
                seen("owners.owner.name", name),
                words[kind],
                words[stage],
                ", ".join(held[key]),
                seen("owners.owner.phone", phone),
                seen("owners.owner.email", email),
                languages[language],
                manager,
                since,
                complete,
            ]


def _homes_held(owners: list[int], today, projects: dict) -> dict[int, list[str]]:
    """By owner, the homes held today as they are called; `projects` keeps their names from batch to batch."""
    rows = Ownership.objects.filter(owner__in=owners).current(today).order_by("since", "pk")
    found = defaultdict(list)
    for owner, project, number in rows.values_list("owner_id", "home__project_id", "home__number"):
        if project not in projects:
            projects.update({row.pk: row.label for row in Project.objects.all()})
        found[owner].append(f"{projects[project]} {number}")
    return found


@titled(gettext_lazy("Homes"), whole=True)
def homes(actor, parameters: dict, *, now: datetime) -> Export:
    """The homes of a project, or those that words, state and type name: `q`, `project`, `status`, `type`."""
    require(actor, "homes.view")
    rows = home_rows.homes_listed(
        actor,
        query=_text(parameters, "q"),
        project=_project(actor, parameters, "homes.view"),
        status=_text(parameters, "status"),
        type=_text(parameters, "type"),
    )
    columns = [
        _("Number"),
        _("Project"),
        _("Building"),
        _("Phase"),
        _("Entrance"),
        _("Floor"),
        _("Home"),
        _("Type of home"),
        _("Area, m²"),
        _("Bedrooms"),
        _("State"),
        _("Handover promised for"),
        _("Handed over on"),
        _("Street address"),
    ]
    rows = out_of(actor, rows)
    return Export(columns, _home_rows(rows), count=rows.order_by().count)


def _home_rows(rows) -> Iterator[list]:
    for batch in batches(rows.order_by("project_id", "number_key", "id")):
        for home in batch:
            yield [
                home.public_number,
                home.project.label,
                home.building.code,
                home.building.phase.label if home.building.phase else "",
                home.entrance.code if home.entrance else "",
                home.floor,
                home.number,
                home.get_type_display(),
                home.area,
                home.bedrooms,
                home.get_status_display(),
                home.handover_due_on,
                home.handover_on,
                home.address,
            ]


@titled(gettext_lazy("Purchases"), whole=True)
def purchases(actor, parameters: dict, *, now: datetime) -> Export:
    """Reservations, subscriptions, contracts and resales: `owner` (number), `project`."""
    require(actor, "purchases.view")
    project = _project(actor, parameters, "purchases.view")
    rows = contracts.purchases_listed(
        actor, owner=_text(parameters, "owner"), project=project.code if project else ""
    )
    columns = [
        _("Number"),
        _("Project"),
        _("Home"),
        _("Kind"),
        _("Signed on"),
        _("Owner"),
        pgettext("person", "Name"),
        _("Amount"),
        _("Currency"),
        _("Area, m²"),
        _("Way of paying"),
        _("Cancelled on"),
        _("Number in its source"),
    ]
    rows = out_of(actor, rows)
    return Export(columns, _purchase_rows(actor, rows), count=rows.order_by().count)


def _purchase_rows(actor, rows) -> Iterator[list]:
    seen = _Seen(actor)
    for batch in batches(rows.order_by("project_id", "signed_on", "id")):
        for row in batch:
            yield [
                row.number,
                row.project.label,
                row.home.number if row.home else "",
                row.get_kind_display(),
                row.signed_on,
                row.owner.number,
                seen("owners.owner.name", row.owner.name),
                _whole_units(row.amount, row.currency) if seen.clear("owners.purchase.amount") else None,
                row.currency,
                row.area,
                row.get_payment_display() if row.payment else "",
                row.cancelled_on,
                seen("owners.purchase.external_ref", row.external_ref),
            ]


@titled(gettext_lazy("Who owns what"), whole=True)
def ownerships(actor, parameters: dict, *, now: datetime) -> Export:
    """Who holds which home since when, those of the past too: `project`, `current`."""
    require(actor, "owners.view")
    require(actor, "homes.view")
    rows = Ownership.objects.visible_to(actor).select_related("owner", "home__project")
    if project := _project(actor, parameters, "owners.view"):
        rows = rows.filter(home__project=project)
    if parameters.get("current"):
        rows = rows.current(day_of(now))
    columns = [
        _("Project"),
        _("Home"),
        _("Number"),
        pgettext("person", "Name"),
        _("Phone"),
        _("Share, per cent"),
        _("Since"),
        _("Until"),
    ]
    rows = out_of(actor, rows, "home__project")
    return Export(columns, _ownership_rows(actor, rows), count=rows.order_by().count)


def _ownership_rows(actor, rows) -> Iterator[list]:
    seen = _Seen(actor)
    for batch in batches(rows.order_by("home__project_id", "home__number_key", "since", "id")):
        for row in batch:
            yield [
                row.home.project.label,
                row.home.number,
                row.owner.number,
                seen("owners.owner.name", row.owner.name),
                seen("owners.owner.phone", row.owner.phone),
                (row.share * 100).normalize(),
                row.since,
                row.until,
            ]


class _Seen:
    """What one reader sees of the personal columns; the table is asked once a column, not once a row."""

    def __init__(self, actor):
        self.actor, self.shows = actor, {}

    def __call__(self, key: str, value) -> str:
        if value in (None, "") or self._show(key) is visibility.HIDDEN:
            return ""
        return value if self._show(key) is visibility.CLEAR else visibility.masked(key, value)

    def clear(self, key: str) -> bool:
        return self._show(key) is visibility.CLEAR

    def _show(self, key: str):
        if key not in self.shows:
            self.shows[key] = visibility.in_lists(self.actor, key, "owners.view")
        return self.shows[key]


def _whole_units(minor: int, currency: str) -> Decimal:
    """Money as a spreadsheet adds it up: 1280000.00, the currency in a column of its own."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))


def _project(actor, parameters: dict, to: str):
    code = _text(parameters, "project")
    return access.project_for(actor, code, to=to) if code else None


def _text(parameters: dict, name: str) -> str:
    return str(parameters.get(name) or "").strip()[:100]
