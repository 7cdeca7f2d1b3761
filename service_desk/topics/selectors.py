"""Reading topics, and the praise of whoever asks."""

from django.db.models import Q, QuerySet

from crm.accounts.models import Role, User, UserProject
from crm.text import normalise
from service_desk.guidance.filling import near
from service_desk.topics.models import CaseTopic, Praise, Topic, TopicVersion

MAY_BE_PRAISED = (Role.AGENT, Role.SUPERVISOR, Role.HANDLER, Role.CALLBACK)


def tree(*, with_retired: bool = False) -> list[Topic]:
    """The topics in their order, with what they stand below."""
    rows = Topic.objects.select_related("parent")
    return list(rows if with_retired else rows.filter(retired=False))


def versions_of(topic: Topic) -> QuerySet[TopicVersion]:
    """The history of a topic, the newest first."""
    return topic.versions.select_related("made_by", "parent").order_by("-number")


def choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The topics one can choose, by group; a group without topics stands for itself."""
    rows = tree()
    groups = {row.code: (near(row.names, language), []) for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id and row.parent.code in groups:
            groups[row.parent.code][1].append((row.code, near(row.names, language)))
    return [(name, below or [(code, name)]) for code, (name, below) in groups.items()]


def topics_of(case) -> list[str]:
    return list(CaseTopic.objects.filter(case=case).order_by("id").values_list("topic__code", flat=True))


def proposed(case) -> list[str]:
    """Topics of what was said in a case, for a person to confirm."""
    return proposed_by(f"{case.summary} {case.words}")


def proposed_by(words: str) -> list[str]:
    """Topics whose own words stand in these, the two best."""
    text, found = normalise(words), []
    for row in tree():
        hits = sum(word in text for word in set(normalise(row.words).split()) if word)
        if hits:
            found.append((-hits, row.position, row.code))
    return [code for _hits, _position, code in sorted(found)[:2]]


def colleagues(project):
    """Who can be praised in a project."""
    roles = [str(role) for role in MAY_BE_PRAISED]
    rows = UserProject.objects.filter(project=project, roles__overlap=roles)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False).order_by(
        "display_name", "pk"
    )


def praise_for(user, *, limit: int = 50) -> list[Praise]:
    """What was said in praise of the user, or of his departments where he works, newest first."""
    departments = [grant.department_id for grant in user.held_grants if grant.department_id]
    mine = Q(person=user)
    if departments:
        mine |= Q(department__in=departments, person=None, case__project__in=user.project_ids)
    rows = Praise.objects.filter(mine).select_related("case__project", "department", "person")
    return list(rows.order_by("-passed_on_at", "-id")[:limit])
