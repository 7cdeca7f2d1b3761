"""What must be true of the surroundings before people's data is put into them. `manage.py check --deploy`
adds Django's own; the checks of the database run with `manage.py check --database default`, and at migrate.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from crm.paper import fonts

OLDEST_POSTGRES = 15
SHORTEST_SECRET = 40
PRIVATE = 0o077


@register(Tags.security)
def secret_key_is_strong(app_configs, **kwargs) -> list:
    if len(settings.SECRET_KEY) >= SHORTEST_SECRET and len(set(settings.SECRET_KEY)) >= 10:
        return []
    hint = "Unset DOORSTEP_SECRET_KEY, then one is made in var/keys; or set a random one of 50 characters."
    return [Error("The secret key can be guessed.", hint=hint, id="doorstep.E001")]


@register(Tags.security)
def keys_are_private(app_configs, **kwargs) -> list:
    """The keys open every encrypted field; nobody else's account may read them."""
    folder = settings.KEYS_DIR
    found = [path for path in (folder, *folder.glob("*")) if path.exists()]
    open_to_others = [str(path) for path in found if path.stat().st_mode & PRIVATE]
    if not open_to_others:
        return []
    hint = f"Run: chmod -R go= {folder}"
    return [Error(f"Others may read {', '.join(open_to_others)}.", hint=hint, id="doorstep.E002")]


@register(Tags.security, deploy=True)
def debug_is_off(app_configs, **kwargs) -> list:
    """Error pages with DEBUG show personal data to whoever meets the error."""
    if not settings.DEBUG:
        return []
    return [Error("DEBUG is on.", hint="Unset DOORSTEP_DEBUG.", id="doorstep.E003")]


@register(Tags.database)
def database_keeps_what_it_promises(app_configs, databases=None, **kwargs) -> list:
    """Fact, history and outbox stand on a COMMIT that has reached the disk."""
    found = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*PROMISES]])
            settings_found = dict(cursor.fetchall())
        for name, (accepted, identifier) in PROMISES.items():
            if settings_found.get(name) not in accepted:
                message = f"PostgreSQL runs with {name} = {settings_found.get(name)}: commits can be lost."
                hint = f"Set {name} = on for the server, and remove it from the database and role."
                found.append(Error(message, hint=hint, id=identifier))
    return found


PROMISES = {
    "fsync": ({"on"}, "doorstep.E010"),
    "full_page_writes": ({"on"}, "doorstep.E011"),
    "synchronous_commit": ({"on", "remote_apply"}, "doorstep.E012"),
}


@register(Tags.database)
def database_is_new_enough(app_configs, databases=None, **kwargs) -> list:
    found = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10000
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        if version < OLDEST_POSTGRES:
            hint = f"Use PostgreSQL {OLDEST_POSTGRES} or newer."
            found.append(Error(f"PostgreSQL {version} is too old.", hint=hint, id="doorstep.E013"))
        if encoding != "UTF8":
            hint = "Make the database with ENCODING 'UTF8'."
            found.append(Error(f"The database's encoding is {encoding}.", hint=hint, id="doorstep.E014"))
    return found


@register(Tags.security, deploy=True)
def redis_is_not_open(app_configs, **kwargs) -> list:
    """A Redis on the network without a password takes tasks from anybody."""
    address = urlsplit(settings.REDIS_URL)
    local = address.scheme in ("redis+socket", "unix") or address.hostname in (
        "127.0.0.1",
        "localhost",
        "::1",
    )
    if local or address.password:
        return []
    hint = "Give Redis a password and write REDIS_URL=redis://:password@host:port/0."
    return [Warning("REDIS_URL has no password.", hint=hint, id="doorstep.W001")]


@register(Tags.security, deploy=True)
def keys_are_kept_elsewhere_too(app_configs, **kwargs) -> list:
    """With the database on another server, var/keys on this one is the only thing that can read it."""
    if not os.environ.get("DATABASE_URL") or os.environ.get("DOORSTEP_SECRET_KEY"):
        return []
    hint = "Keep a copy of var/keys in a safe place: without it, encrypted fields cannot be read again."
    return [Warning("The keys exist on this machine only.", hint=hint, id="doorstep.W002")]


@register(deploy=True)
def chinese_can_be_printed(app_configs, **kwargs) -> list:
    """Pages show Chinese with the fonts of whoever reads them; a PDF made here needs one here."""
    try:
        fonts.must_write("中")
    except fonts.NoFont:
        hint = "Install one (apt install fonts-noto-cjk), or name a folder that holds one in DOORSTEP_FONTS."
        return [Warning("No font with Chinese characters: PDFs are refused.", hint=hint, id="doorstep.W003")]
    return []
