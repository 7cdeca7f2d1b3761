"""Users and their grants. Every change refreshes the user's projects in the same transaction."""

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.accounts import scope
from crm.accounts.models import ApiToken, Grant, Role, User
from crm.audit import services as audit
from crm.errors import Refused
from crm.reading import columns, instances

USERNAME = re.compile(r"[\w.@+-]{2,64}")
LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")


SYSTEM_USER = f"SELECT {columns(User)} FROM accounts_user WHERE username = %s AND is_system"  # noqa: S608


def system_user(name: str) -> User:
    """The machine actor of this name, made on first use. It has no password and cannot sign in."""
    for (user,) in instances((User,), SYSTEM_USER, [name]):
        return user
    user, _made = User.objects.get_or_create(
        username=name, defaults={"display_name": name.title(), "is_system": True, "password": "!"}
    )
    return user


@transaction.atomic
def add_user(
    actor,
    *,
    username,
    display_name,
    now: datetime,
    email="",
    language="en",
    password=None,
    is_superuser=False,
) -> User:
    """A new person of the staff; without a password he cannot sign in until one is set."""
    username = username.strip()
    if not USERNAME.fullmatch(username):
        raise Refused(fields={"username": _("2 to 64 letters, digits or . @ + - _")})
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(fields={"username": _("This sign-in name is taken.")})
    _check(display_name=display_name, language=language)
    user = User(
        username=username,
        display_name=display_name.strip(),
        email=email.strip(),
        language=language,
        is_superuser=is_superuser,
        joined_at=now,
    )
    if password is not None:
        _check_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(actor, "users.add", user, now=now, after={"username": username, "language": language})
    return user


@transaction.atomic
def edit_user(actor, user: User, *, display_name, email, language, now: datetime) -> User:
    """Change how somebody is named and addressed."""
    user = _locked(user)
    _check(display_name=display_name, language=language)
    before = {"language": user.language}
    user.display_name, user.email, user.language = display_name.strip(), email.strip(), language
    user.save(update_fields=["display_name", "email", "language"])
    audit.record(actor, "users.edit", user, now=now, before=before, after={"language": language})
    return user


@transaction.atomic
def speak(actor, user: User, *, language: str, now: datetime) -> None:
    """The language a person works in."""
    _check(display_name="-", language=language)
    if User.objects.filter(pk=user.pk).exclude(language=language).update(language=language):
        audit.record(actor, "users.language", user, now=now, after={"language": language})


@transaction.atomic
def set_password(actor, user: User, *, password: str, now: datetime) -> User:
    """A new password; every session of the user ends, tokens stay."""
    user = _locked(user)
    _check_password(password, user)
    user.set_password(password)
    user.session_generation += 1
    user.save(update_fields=["password", "session_generation"])
    audit.record(actor, "users.password", user, now=now)
    return user


@transaction.atomic
def change_password(actor: User, *, old: str, new: str, now: datetime) -> User:
    """One's own password; the old one proves who asks."""
    if not actor.check_password(old):
        raise Refused(fields={"old": _("This is not your present password.")})
    return set_password(actor, actor, password=new, now=now)


@transaction.atomic
def end_sessions(actor, user: User, *, now: datetime) -> User:
    """Sign a user out everywhere."""
    user = _locked(user)
    user.session_generation += 1
    user.save(update_fields=["session_generation"])
    audit.record(actor, "users.end_sessions", user, now=now)
    return user


@transaction.atomic
def deactivate(actor, user: User, *, because: str, now: datetime) -> User:
    """Close an account: sessions and tokens end with the next request; what the person did stays."""
    if actor is not None and actor.pk == user.pk:
        raise Refused(_("You cannot close your own account."))
    _keep_an_administrator(without=user)
    user = _locked(user)
    user.is_active = False
    user.session_generation += 1
    user.save(update_fields=["is_active", "session_generation"])
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    audit.record(actor, "users.deactivate", user, now=now, after={"active": False}, because=because)
    return user


@transaction.atomic
def activate(actor, user: User, *, now: datetime) -> User:
    """Open a closed account again; its tokens stay ended."""
    user = _locked(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(actor, "users.activate", user, now=now, after={"active": True})
    return user


@transaction.atomic
def grant(actor, user, *, role, region=None, city=None, project=None, department=None, now) -> Grant:
    """Give a role somewhere; giving it twice is giving it once."""
    if role not in Role.values:
        raise Refused(fields={"role": _("There is no such role.")})
    if sum(place is not None for place in (region, city, project)) > 1:
        raise Refused(fields={"place": _("A region, a city or a project, not several.")})
    if role == Role.HANDLER and department is None:
        raise Refused(fields={"department": _("A handler answers for a department.")})
    scope.hold_shared()
    _locked(user)
    row, made = Grant.objects.get_or_create(
        user=user,
        role=role,
        region=region,
        city=city,
        project=project,
        department=department,
        defaults={"granted_at": now},
    )
    if made:
        refresh_scope(user)
        audit.record(actor, "grants.give", row, now=now, after=described(row))
    return row


@transaction.atomic
def revoke(actor, row: Grant, *, now) -> None:
    """Take a role away again; it counts from the next request on."""
    scope.hold_shared()
    if row.role == Role.ADMINISTRATOR:
        _keep_an_administrator(without=row.user)
    user = _locked(row.user)
    before = described(row)
    audit.record(actor, "grants.take", row, now=now, before=before)
    row.delete()
    refresh_scope(user)
    row.user.__dict__.pop("held_grants", None)


def described(row: Grant) -> dict:
    """A grant as codes, for the audit and the API."""
    return {
        "user": row.user.username,
        "role": str(row.role),
        "region": row.region.code if row.region else None,
        "city": row.city.code if row.city else None,
        "project": row.project.code if row.project else None,
        "department": row.department.code if row.department else None,
    }


def refresh_scope(user) -> None:
    """Write the user's projects anew from his grants."""
    user.__dict__.pop("held_grants", None)
    scope.write(user.pk)


def refresh_all_scopes() -> None:
    """Everybody's projects, after the tree of places changed."""
    scope.write()


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _check(*, display_name: str, language: str) -> None:
    if not display_name.strip():
        raise Refused(fields={"display_name": _("A name is needed.")})
    if language not in LANGUAGES:
        raise Refused(fields={"language": _("There is no such language.")})


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as exc:
        raise Refused(fields={"password": " ".join(exc.messages)}) from exc


def _keep_an_administrator(*, without: User) -> None:
    """Nobody could give roles any more if the last administrator went.

    All administrators are locked, in one order, so that two cannot take each other's role at the same time.
    """
    granted = Grant.objects.filter(role=Role.ADMINISTRATOR).values("user_id")
    rows = User.objects.filter(Q(pk__in=granted) | Q(is_superuser=True), is_active=True, is_system=False)
    ones = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    still = set(rows.filter(pk__in=ones).values_list("pk", flat=True))
    if still == {without.pk}:
        raise Refused(_("This is the last administrator."), code="last_administrator")
