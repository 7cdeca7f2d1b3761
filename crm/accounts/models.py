from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.reading import Kept, Open


class Role(models.TextChoices):
    AGENT = "agent", _("Desk agent")
    SUPERVISOR = "supervisor", _("Desk supervisor")
    HANDLER = "handler", _("Department handler")
    CALLBACK = "callback", _("Callback officer")
    MARKETING = "marketing", _("Marketing")
    EXECUTIVE = "executive", _("Executive")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    PRIVACY = "privacy", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


# What the machine actors are called on pages; who is not in here is called as the account says.
MACHINES = {
    "coordination": _("Coordination"),
    "imports": _("Imports"),
    "calendars": _("Working calendars"),
    "portal": _("Owners' portal"),
    "profitability": _("Profitability"),
}


class UserAccounts(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """A person of the staff, or a machine actor such as coordination (`is_system`)."""

    PERSONAL = {"username": "staff", "display_name": "staff", "email": "staff"}
    IMPERSONAL = {
        "language": "one of four languages",
        "password": "a hash that nobody can turn back",
    }

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    session_generation = models.PositiveIntegerField(default=0)  # one more ends all sessions

    objects = UserAccounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        indexes = [
            models.Index(fields=["is_system", "display_name"], name="user_by_name")
        ]  # reader: /settings/users/

    def __str__(self):
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name on a page: a machine's is said in the reader's language, a person's as it is written."""
        machine = MACHINES.get(self.username) if self.is_system else None
        return str(machine) if machine else self.display_name

    @property
    def unrestricted(self) -> bool:
        """Superusers and machine actors see everything."""
        return self.is_active and (self.is_superuser or self.is_system)

    @cached_property
    def held_grants(self) -> list["Grant"]:
        """All grants, read once for the life of this object (a request)."""
        if "grants" in getattr(self, "_prefetched_objects_cache", ()):
            return list(self.grants.all())
        return _GRANTS.rows_of("user", self) if self.pk else []

    @property
    def roles(self) -> set[str]:
        """The roles held anywhere."""
        return {grant.role for grant in self.held_grants}

    @property
    def project_ids(self):
        """A subquery of the projects in scope; for `project__in`."""
        return UserProject.objects.filter(user=self).values("project_id")

    @property
    def department_ids(self) -> set[int]:
        """The departments this user answers for."""
        return {grant.department_id for grant in self.held_grants if grant.department_id}

    def get_session_auth_hash(self):
        return self._auth_hash()

    def get_session_auth_fallback_hash(self):
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._auth_hash(secret=secret)

    def _auth_hash(self, secret=None) -> str:
        """What a session must carry: changed by a new password and by ending all sessions."""
        value = f"{self.session_generation}:{self.password}"
        return salted_hmac("doorstep.session", value, secret=secret, algorithm="sha256").hexdigest()


class Grant(models.Model):
    """A role held somewhere: in a project, a city, a region, or (all three empty) the whole group."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    region = models.ForeignKey("organisation.Region", models.CASCADE, null=True, blank=True, related_name="+")
    city = models.ForeignKey("organisation.City", models.CASCADE, null=True, blank=True, related_name="+")
    project = models.ForeignKey(
        "organisation.Project", models.CASCADE, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        "organisation.Department", models.CASCADE, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "city", "project", "department"],
                nulls_distinct=False,
                name="grant_once",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(region=None, city=None)
                    | models.Q(region=None, project=None)
                    | models.Q(city=None, project=None)
                ),
                name="grant_one_place",
            ),
        ]

    @property
    def place(self):
        """The project, city or region; None is the whole group."""
        return self.project or self.city or self.region


_GRANTS = Kept(lambda: Grant.objects.filter(user=Open("user")))


class UserProject(models.Model):
    """Which projects each user sees, and in which roles; kept by the services of this room from the grants."""

    IMPERSONAL = {"roles": "names of roles"}

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    project = models.ForeignKey("organisation.Project", models.CASCADE, related_name="+")
    roles = ArrayField(models.CharField(max_length=16), default=list)

    class Meta:
        # reader: every `visible_to`, by the constraint's own index
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="user_project_once")]


class ApiToken(models.Model):
    """A bearer token; only its hash is kept."""

    PERSONAL = {"name": "staff"}
    IMPERSONAL = {"shown": "the beginning of a random token", "digest": "the hash of a random token"}

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    shown = models.CharField(max_length=12)  # its first characters, to tell tokens apart
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
