"""The places on the page of a case, and on the page that takes a call, which other rooms fill.

A room fills one in `service_desk/slots.py` (rooms above the desk in their own `slots.py`), with a function or its
dotted path; `order` says who stands first. What has nothing to say returns None and costs no queries it can spare.

    slots.fill("case.head", "service_desk.gravity.card.banner", order=20)

- `case.head`: badges and banners under the title. `banner(request, case) -> html | None`.
- `case.side`: cards at the right, below the owner. `card(request, case, owner) -> html | None`; the html is
  `<section class="ds-side-part"><h2>…</h2>…</section>`. `owner` is None where the caller is not known.
- `case.tab`: a further tab behind conversation, notes, papers and history. `tab(request, case) -> Tab | None`.
- `case.for_many`: what stands in place of the composer (`part` "composer") and of the card of the owner ("side")
  where a case speaks for many owners and has none of its own. `instead(request, case, part) -> html | None`.
- `case.composer`: what stands under the reply to the owner (phrases, the guard's findings).
  `below(request, case) -> html | None`. The field is `#reply-body`.
- `case.register`: what a call that is being taken should make the agent see (warranty, doubles, groups).
  `hint(request, call) -> html | None`, where `call` is a `Call`: asked again whenever home, subject or words change.

All of them are rendered with the page, also where it opens beside the list: keep them to few and fixed queries.
"""

from dataclasses import dataclass
from datetime import datetime

from crm.web import slots
from owners.homes.models import Home
from owners.people.models import Owner


@dataclass(frozen=True)
class Tab:
    """A further tab. With `url` its body is fetched when it is first opened, else `html` is it."""

    key: str
    label: str
    icon: str = "proposal"
    html: str = ""
    url: str = ""
    count: int = 0


@dataclass(frozen=True)
class Call:
    """What is known of a call that is being taken. Any of it may still be missing."""

    project: object | None
    owner: Owner | None
    home: Home | None
    words: str
    subject: str
    kind: str
    now: datetime


def tabs_of(request, case) -> list[Tab]:
    """The further tabs of a case, in their order."""
    return slots.rendered("case.tab", request, case=case)


def told_registered(request, case) -> None:
    """The rooms hear of a case that has just come of a call, with what stood in the form: slot `case.registered`."""
    slots.rendered("case.registered", request, case=case)


def hints_for(request, call: Call) -> list[str]:
    """What the rooms have to say about a call, in their order; nothing before it is known where it is about."""
    return slots.rendered("case.register", request, call=call) if call.project else []
