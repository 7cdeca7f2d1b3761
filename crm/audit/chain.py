"""The hash chain over the audit entries: how a link is made, and how the chain is proved.

**When a link is made.** `record` only inserts the entry. The chain needs one writer at a time, and whoever holds
its lock must never again wait for a row, or two transactions could wait for each other. So the lock is taken as
the very last act of a COMMIT, by deferred constraint triggers in two steps:

1. at COMMIT, for each entry, a row is put into `AuditTurn`; all other deferred work (the checks of foreign keys,
   which wait for rows) stands in the same queue;
2. what a deferred trigger queues is run after that queue is empty. So the trigger on `AuditTurn` runs when no
   check is left: it takes `pg_advisory_xact_lock(LOCK)`, reads the head (a new statement, thus a new snapshot
   that sees the last committed link), writes the next link, and the transaction commits.

With one step a transaction could hold the chain and wait in a foreign-key check for a row whose holder waits for
the chain; a test makes exactly that happen. The price: commits that carry audit entries follow each other one by
one (about a thousand a second), and each entry writes three small rows instead of one.

**What a link holds.** sha256 over the previous digest and the entry's fields, each with its length before it, so
that no two entries can read the same. PostgreSQL makes it, Python makes it again when proving it.

**What it proves.** An edited, deleted, exchanged or inserted entry breaks a link. An entry whose
words were emptied by an erasure (`redacting.py`) is proved by the digest of what is left of it, which another entry
of the chain holds. Somebody who may write
everything could make the whole chain anew, or cut its tail: against that stand the anchors, signed with a key
that is not in the database and kept in a file beside it.
"""

import hashlib

LOCK = 7_400_001  # the registry of advisory locks: 7_400_001 is the audit chain
ORIGIN = b"\x00" * 32

AT = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
# Each field as text, in this order; NULL and empty differ.
FIELDS = [
    "id::text", AT, "actor_id::text", "verb", "subject_type", "subject_id", "subject_label",
    "before::text", "after::text", "because",
]  # fmt: skip


def digest(previous: bytes, values: list[str | None]) -> bytes:
    """The digest of an entry whose fields read so, after `previous`."""
    return hashlib.sha256(bytes(previous) + b"".join(_framed(value) for value in values)).digest()


def _framed(value: str | None) -> bytes:
    if value is None:
        return b"-\n"
    raw = value.encode()
    return str(len(raw)).encode() + b":" + raw + b"\n"


def sql_digest(row: str, previous: str) -> str:
    """The same digest as an expression of PostgreSQL over the record variable `row`."""
    parts = [f"audit_framed({of(row, expression)})" for expression in FIELDS]
    return f"sha256({previous} || convert_to({' || '.join(parts)}, 'UTF8'))"


def of(row: str, expression: str) -> str:
    """One of FIELDS, read from this row or table alias."""
    return (
        expression.replace("to_char(at", f"to_char({row}.at") if expression == AT else f"{row}.{expression}"
    )


FRAMED = """
CREATE FUNCTION audit_framed(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value IS NULL THEN '-' || chr(10)
           ELSE octet_length(value)::text || ':' || value || chr(10) END
$$
"""

TAKE_TURN = """
CREATE FUNCTION audit_take_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_auditturn (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$
"""

ADD_LINK = f"""
CREATE FUNCTION audit_add_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry audit_auditentry%ROWTYPE;
    head audit_auditlink%ROWTYPE;
    prior bytea;
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    SELECT * INTO head FROM audit_auditlink ORDER BY seq DESC LIMIT 1;
    SELECT * INTO entry FROM audit_auditentry WHERE id = NEW.entry_id;
    prior := coalesce(head.digest, decode(repeat('00', 32), 'hex'));
    INSERT INTO audit_auditlink (seq, entry_id, previous, digest)
    VALUES (coalesce(head.seq, 0) + 1, entry.id, prior, {sql_digest("entry", "prior")});
    DELETE FROM audit_auditturn WHERE entry_id = NEW.entry_id;
    RETURN NULL;
END $$
"""  # noqa: S608  only constants of this file

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

REFUSE_ALL = REFUSE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# The one change an entry may undergo: its words are emptied while a person is erased, everything else stands.
REFUSE_BUT_REDACTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_auditentry'
       AND current_setting('doorstep.redacting', true) = 'on' THEN
        IF NEW.because = '' AND to_jsonb(NEW) - 'because' = to_jsonb(OLD) - 'because'
           AND EXISTS (SELECT 1 FROM audit_auditredaction r WHERE r.entry_id = OLD.id) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

TRIGGERS = [
    """CREATE CONSTRAINT TRIGGER audit_take_turn AFTER INSERT ON audit_auditentry
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_take_turn()""",
    """CREATE CONSTRAINT TRIGGER audit_add_link AFTER INSERT ON audit_auditturn
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_add_link()""",
] + [
    statement
    for table in ("audit_auditentry", "audit_auditlink", "audit_auditanchor")
    for statement in (
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    )
]

FORWARDS = [FRAMED, TAKE_TURN, ADD_LINK, REFUSE, *TRIGGERS]
BACKWARDS = [
    f"DROP FUNCTION {name} CASCADE"
    for name in ("audit_take_turn()", "audit_add_link()", "audit_refuse()", "audit_framed(text)")
]
