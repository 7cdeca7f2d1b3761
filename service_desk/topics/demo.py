"""The shorter ways in the demonstration town: topics on what was asked, a suggestion on its way, praise passed on."""

from datetime import timedelta

from service_desk.cases import services as cases
from service_desk.cases.models import Case
from service_desk.topics import selectors, services
from service_desk.topics.counting import SHORT_KINDS
from service_desk.topics.models import CaseTopic

PRAISED = "洪工来修卫生间很准时，鞋套戴好，修完还把地擦干净了，谢谢你们。"
SUGGESTED = "建议在3幢门口加一个快递柜，放在屋檐下面，下雨也不怕。"
ASKED = "请问地下车位可以装充电桩吗？要办什么手续？"


def load(world, *, now) -> None:
    """Topics for every short case that has none, and one fresh case of each kind; the same ones each time."""
    tagged = CaseTopic.objects.values("case")
    for case in Case.objects.filter(kind__in=SHORT_KINDS).exclude(pk__in=tagged).order_by("pk"):
        actor = case.assignee or world.staff["alice"]
        services.tag(actor, case, topics=selectors.proposed(case) or ["else"], now=case.received_at)
    if hasattr(world, "chen"):
        _fresh(world, now)


def _fresh(world, now) -> None:
    alice, engineering = world.staff["alice"], world.departments["engineering"]
    praise = _registered(world, "praise", PRAISED, "表扬维修师傅", now - timedelta(hours=30))
    services.pass_on(
        alice,
        praise,
        person=world.staff["hong"],
        topics=["repairers"],
        body="陈先生您好，谢谢您的肯定，已转达给洪工本人和工程部。",
        now=now - timedelta(hours=26),
    )
    suggestion = _registered(world, "suggestion", SUGGESTED, "建议加装快递柜", now - timedelta(hours=50))
    services.consider(
        alice,
        suggestion,
        department=engineering,
        topics=["facilities"],
        body="陈先生您好，谢谢您的建议，工程部正在研究，两周之内给您答复。",
        now=now - timedelta(hours=47),
    )
    _registered(world, "inquiry", ASKED, "车位装充电桩", now - timedelta(hours=2))


def _registered(world, kind: str, words: str, summary: str, at):
    home = world.home_1201
    return cases.register(
        world.staff["alice"],
        project=home.project,
        owner=world.chen,
        home=home,
        kind=kind,
        channel="phone",
        words=words,
        summary=summary,
        language="zh-hans",
        subject="property_service",
        received_at=at,
        now=at,
    )
