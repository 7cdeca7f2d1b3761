"""Who answers inquiries and suggestions, passes praise on, edits the topics and reads their counts."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.topics.models import Topic

DESK = {Role.AGENT, Role.SUPERVISOR}

declare(
    {
        "topics.answer": DESK,
        "topics.view": {*DESK, Role.MARKETING, Role.EXECUTIVE},
        "topics.edit": {Role.SUPERVISOR, Role.MARKETING},
        "praise.read": set(Role) - {Role.PRIVACY},
    }
)


def topic_for(user, code: str, *, to: str = "topics.view") -> Topic:
    """The topic of this code; topics belong to no project."""
    require(user, to)
    topic = Topic.objects.filter(code=code).select_related("parent").first()
    if topic is None:
        raise NotFound
    return topic
