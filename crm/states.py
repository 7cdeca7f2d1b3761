"""State machines, the house style: a MOVES table with a row for every status, and a trigger made from it."""

import pgtrigger


def guard(field: str, moves: dict, *, name: str = "legal_moves") -> pgtrigger.Trigger:
    """A trigger that refuses any pair (from, to) that `moves` does not list, whoever writes.

    `moves` maps each status to the statuses it may become; staying the same is no move.
    """
    pairs = [f"('{a.value}','{b.value}')" for a, targets in moves.items() for b in targets]
    legal = f"(OLD.{field}, NEW.{field}) IN ({', '.join(sorted(pairs))})" if pairs else "FALSE"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(field),
        func=f"""
            IF OLD.{field} IS DISTINCT FROM NEW.{field} AND NOT ({legal}) THEN
                RAISE EXCEPTION 'illegal move of %.{field}: % -> %', TG_TABLE_NAME, OLD.{field}, NEW.{field}
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
