from crm.accounts.permissions import require
from crm.errors import NotFound
from crm.imports.guide.models import ImportDraft, SavedMapping
from crm.imports.mapping import Mapping, mapping_named, parse


def draft_for(user, public_id) -> ImportDraft:
    """One's own draft, where one may still import; what somebody's file holds is not for everybody who may import."""
    require(user, "imports.run")
    rows = ImportDraft.objects.visible_to(user).select_related("project__city", "run", "made_by")
    row = rows.filter(made_by=user, public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def mapping_for(user, public_id) -> SavedMapping:
    """A mapping of one's own or a shared one."""
    require(user, "imports.run")
    row = SavedMapping.objects.visible_to(user).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def kept_or_shipped(user, name: str) -> Mapping:
    """A mapping of one's own or a shared one by its id, else one that comes with the product by its name."""
    kept = next((row for row in SavedMapping.objects.visible_to(user) if str(row.public_id) == name), None)
    return parse(kept.name, kept.content) if kept else mapping_named(name)
