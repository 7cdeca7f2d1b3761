"""The only writers of warranty parts and of what projects grant."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.audit.services import record
from crm.errors import Refused

from .models import WarrantyExtension, WarrantyPart, WarrantyTerm
from .past import ADDED, EDITED, FIELDS, versions_of
from .standard import STANDARD_PARTS
from .states import Measure

COUNTRY_LENGTH, BASIS_LENGTH, MOST_WORDS, WORD_LENGTH = 2, 300, 80, 40
LONGEST = 200
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def add_part(
    actor, *, code: str, country: str = "CN", name: str, names=None, basis: str = "", words=(), measure: str,
    length: int, legal_minimum: int, position=0, now: datetime,
) -> WarrantyPart:  # fmt: skip
    """A part with its length of warranty and the least the law of its country allows, both in `measure`."""
    said = {"name": name, "names": names or {}, "length": length, "legal_minimum": legal_minimum}
    said |= {"basis": basis, "words": list(words)}
    wrong = _wrong(said)
    if not code.strip() or len(code) > 32:
        wrong["code"] = _("Write the code.")
    if measure not in Measure.values:
        wrong["measure"] = _("Choose one of the list.")
    if len(country) != COUNTRY_LENGTH or not country.isalpha() or not country.isupper():
        wrong["country"] = _("Two capital letters, such as CN, TW or FI.")
    if wrong:
        raise Refused(fields=wrong)
    said |= {"names": _names(said["names"]), "words": _words(said["words"]), "country": country}
    with transaction.atomic():
        part, made = WarrantyPart.objects.get_or_create(
            code=code.strip(), defaults={**said, "measure": measure, "position": position}
        )
        if not made:
            sentence = _("This part is already here.")
            raise Refused(sentence, code="duplicate_part", fields={"code": sentence})
        record(actor, ADDED, part, now=now, after={"code": part.code, "length": length})
    return part


def edit_part(actor, part: WarrantyPart, *, changes: dict, because: str = "", now: datetime) -> WarrantyPart:
    """Change any of FIELDS. A minimum above what some project grants is refused with the project."""
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise TypeError(f"not fields of a part: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        row = WarrantyPart.objects.select_for_update().get(pk=part.pk)
        whole = {name: getattr(row, name) for name in FIELDS} | changes
        wrong = _wrong(whole)
        low = row.terms.filter(length__lt=whole["legal_minimum"]).select_related("project").first()
        if low and not wrong:
            label = low.project.label
            wrong["legal_minimum"] = _("%(project)s grants less; raise it there first.") % {"project": label}
        if wrong:
            raise Refused(fields=wrong)
        whole |= {"names": _names(whole["names"]), "words": _words(whole["words"])}
        changed = [name for name in changes if getattr(row, name) != whole[name]]
        before = {name: getattr(row, name) for name in changed}
        for name in changed:
            setattr(row, name, whole[name])
        if changed:
            row.save(update_fields=changed)
            after = {name: whole[name] for name in changed}
            record(actor, EDITED, row, now=now, before=before, after=after, because=because)
    return row


@transaction.atomic
def bring_back(
    actor, part: WarrantyPart, number: int, *, because: str = "", seen: int | None = None, now: datetime
) -> WarrantyPart:
    """Let a part say again what it said in an earlier version; that is a version too.

    What the law or a project's grant forbids by now is refused as it is in editing.
    """
    row = WarrantyPart.objects.select_for_update().get(pk=part.pk)
    newest, *past = versions_of(row)
    found = next((one for one in (newest, *past) if one.version == number), None)
    found = versions.earlier(found, in_force=found is not None and found.said == newest.said)
    versions.must_be_newest(seen, newest.version)
    return edit_part(actor, row, changes=found.said, because=versions.why(number, because), now=now)


def grant_term(
    actor, part: WarrantyPart, project, *, length: int | None, now: datetime
) -> WarrantyTerm | None:
    """What a project grants for a part instead of the house's length; None takes the grant back."""
    with transaction.atomic():
        row = WarrantyPart.objects.select_for_update().get(pk=part.pk)
        if length is not None and not row.legal_minimum <= length <= LONGEST:
            sentence = _("The law asks for at least %(least)s.") % {"least": row.legal_minimum}
            raise Refused(sentence, code="below_legal_minimum", fields={"length": sentence})
        held = WarrantyTerm.objects.filter(part=row, project=project)
        before = held.values_list("length", flat=True).first()
        term = None
        if length is None:
            held.delete()
        else:
            term, _made = WarrantyTerm.objects.update_or_create(
                part=row, project=project, defaults={"length": length}
            )
        if before != length:
            after = {"project": project.code, "length": length}
            record(actor, "warranty.grant_term", row, now=now, before={"length": before}, after=after)
    return term


def extend(actor, home, part: WarrantyPart, *, until: date, source: str, now: datetime) -> WarrantyExtension:
    """Promise a part of one home a later last day, by the paper named in `source`; said again it changes the day."""
    if part.country != home.project.city.country:
        raise Refused(fields={"part": _("This part is of another country's law.")})
    if home.handover_on and until <= home.handover_on:
        raise Refused(fields={"until": _("This is before the handover.")})
    with transaction.atomic():
        row, _made = WarrantyExtension.objects.update_or_create(
            home=home,
            part=part,
            source=source,
            defaults={"until": until, "granted_by": actor, "granted_at": now},
        )
        after = {"part": part.code, "until": str(until), "source": source}
        record(actor, "warranty.extend", home, now=now, after=after)
    return row


def add_standard_parts(actor, *, now: datetime) -> int:
    """The parts and lengths the law names, where they are not here yet; how many were added."""
    known = set(WarrantyPart.objects.values_list("code", flat=True))
    missing = [part for part in STANDARD_PARTS if part["code"] not in known]
    with transaction.atomic():
        for part in missing:
            add_part(actor, **part, now=now)
    return len(missing)


def _wrong(said: dict) -> dict[str, str]:
    wrong = {}
    if not str(said["name"]).strip() or len(said["name"]) > 80:
        wrong["name"] = _("Write the name, at most 80 characters.")
    if not 1 <= said["legal_minimum"] <= LONGEST:
        wrong["legal_minimum"] = _("At least 1, at most 200.")
    elif not said["legal_minimum"] <= said["length"] <= LONGEST:
        wrong["length"] = _("The law asks for at least %(least)s.") % {"least": said["legal_minimum"]}
    if len(said["basis"]) > BASIS_LENGTH:
        wrong["basis"] = _("At most %(most)s characters.") % {"most": BASIS_LENGTH}
    if len(said["words"]) > MOST_WORDS or any(len(str(word)) > WORD_LENGTH for word in said["words"]):
        wrong["words"] = _("At most %(count)s words of %(length)s characters.") % {
            "count": MOST_WORDS,
            "length": WORD_LENGTH,
        }
    return wrong


def _words(words) -> list[str]:
    """Each word once, in the order given."""
    return list(dict.fromkeys(text for text in (str(word).strip() for word in words) if text))


def _names(names: dict) -> dict[str, str]:
    given = {code: str(names.get(code, "")).strip()[:80] for code in _LANGUAGES}
    return {code: name for code, name in given.items() if name}
