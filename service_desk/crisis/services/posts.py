"""Posts in public: each first one is answered, by the spokesperson, as the company; none can be taken away here."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.errors import Refused
from service_desk.cases.services.moves import fit, need
from service_desk.crisis.access import must_be_spokesperson
from service_desk.crisis.models import Crisis, Post, PostAnswer
from service_desk.crisis.services.room import locked, save
from service_desk.guidance import guard


@transaction.atomic
def register_post(
    actor,
    crisis: Crisis,
    *,
    platform: str,
    words: str,
    address: str = "",
    author: str = "",
    posted_at: datetime,
    now: datetime,
) -> Post:
    """Note a post that was found; its clock runs from now."""
    platform, author = platform.strip(), author.strip()
    need(platform=platform, words=words)
    fit(Post, platform=platform, address=address, author=author)
    if posted_at > now:
        raise Refused(fields={"posted_at": _("This time is still to come.")})
    if address and not address.startswith(("https://", "http://")):
        raise Refused(fields={"address": _("An address begins with https://.")})
    row = locked(crisis)
    post = Post.objects.create(
        crisis=row,
        platform=platform,
        address=address,
        author=author,
        words=words,
        posted_at=posted_at,
        found_at=now,
        found_by=actor,
        due_at=now + timedelta(minutes=row.answer_within),
    )
    audit.record(actor, "crisis.post_found", row, now=now, after={"post": str(post.public_id)})
    return post


@transaction.atomic
def answer_post(
    actor, post: Post, *, words: str, said: guard.Said = guard.NOTHING_SAID, now: datetime
) -> PostAnswer:
    """Keep the answer that was given under a post: it was given as the company, by whoever is signed in here.

    Only the spokesperson answers. There is no field for another author: the account is the company's, the hand is
    his, and both are shown.
    """
    need(words=words)
    crisis = locked(Crisis(pk=post.crisis_id))
    must_be_spokesperson(actor, crisis)
    row = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    guard.must_pass(actor, words, actor.language, project=crisis.project, said=said, field="words")
    answer = PostAnswer.objects.create(post=row, words=words, by=actor, at=now)
    if row.answered_at is None:
        save(row, answered_at=now)
    after = {"post": str(row.public_id), "in_time": now <= row.due_at}
    audit.record(actor, "crisis.post_answered", crisis, now=now, after=after)
    return answer
