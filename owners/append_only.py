"""Tables whose rows are written once and belong to an owner: only a recorded merge may say to whom.

Why the trigger knows this one exception, and what it costs, stands in
docs/decisions/0010-a-merge-re-points-what-is-append-only.md.
"""

import pgtrigger

MERGE_SETTING = "doorstep.merge"  # the key of the merge under way, for this transaction only

_FUNC = f"""
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'owner_id' = to_jsonb(OLD) - 'owner_id' AND EXISTS (
        SELECT FROM owners_merge
        WHERE id = NULLIF(current_setting('{MERGE_SETTING}', true), '')::bigint
          AND (kept_id, gone_id) IN ((NEW.owner_id, OLD.owner_id), (OLD.owner_id, NEW.owner_id))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
"""


def append_only_but_owner(name: str = "append_only") -> pgtrigger.Trigger:
    """Refuses every UPDATE and DELETE but one: the owner, inside a merge of just these two or its undoing."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_FUNC,
    )
