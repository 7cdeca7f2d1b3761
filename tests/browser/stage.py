"""Cases for the browser tests, made through the desk's own services at the present moment."""

from crm import clock
from service_desk.cases import services

WORDS = "卫生间天花板漏水，打了三次电话都没有人来看。"


def register(actor, owner, home, *, summary="Ceiling leaks", words=WORDS):
    now = clock.now()
    return services.register(
        actor,
        project=home.project,
        owner=owner,
        home=home,
        kind="complaint",
        channel="phone",
        words=words,
        summary=summary,
        language="zh-hans",
        subject="engineering_quality",
        impact={},
        received_at=now,
        now=now,
    )


def assigned(actor, owner, home, **said):
    case = register(actor, owner, home, **said)
    return services.assign(actor, case, to=actor, because="she is free", now=clock.now())
