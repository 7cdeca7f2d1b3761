"""The table of who sees which project, written anew from the grants: for one user, or after the tree changed.

Both happen at once now and then: a role is given in Hangzhou while Hangzhou gets a project, and neither
transaction sees the other's row. So who gives a role holds this lock shared, and who changes the tree holds it
alone; the later one looks after the earlier one has committed.
"""

from django.db import connection

LOCK = 7_400_002  # the registry of advisory locks: 7_400_001 is the audit chain, this is the scope table

REACHED = """
    SELECT g.user_id, p.id AS project_id, array_agg(DISTINCT g.role ORDER BY g.role) AS roles
    FROM accounts_grant g
    JOIN organisation_project p ON g.project_id IS NULL OR g.project_id = p.id
    JOIN organisation_city c ON c.id = p.city_id
    WHERE (g.city_id IS NULL OR g.city_id = c.id) AND (g.region_id IS NULL OR g.region_id = c.region_id)
      AND (%(user)s::bigint IS NULL OR g.user_id = %(user)s)
    GROUP BY g.user_id, p.id
"""
WRITE = f"""
    INSERT INTO accounts_userproject AS held (user_id, project_id, roles) {REACHED}
    ON CONFLICT (user_id, project_id) DO UPDATE SET roles = EXCLUDED.roles WHERE held.roles <> EXCLUDED.roles
"""
TIDY = f"""
    DELETE FROM accounts_userproject held
    WHERE (%(user)s::bigint IS NULL OR held.user_id = %(user)s) AND NOT EXISTS (
        SELECT 1 FROM ({REACHED}) AS reached
        WHERE reached.user_id = held.user_id AND reached.project_id = held.project_id)
"""  # noqa: S608  two constants


def hold_shared() -> None:
    """Before a grant is written: the tree stands still until we commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def hold_alone() -> None:
    """Before the tree is changed: no grant is on its way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def write(user_id: int | None = None) -> None:
    """One user's projects, or everybody's; two statements, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"user": user_id})
        cursor.execute(TIDY, {"user": user_id})
