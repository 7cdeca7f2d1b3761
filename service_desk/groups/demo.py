"""The town's group complaints: leaks in one entrance that wait for a decision, and lifts that are one group already.

The reports come a few at a time as they do in life; the detector finds them by itself.
"""

from datetime import datetime, timedelta

from django.utils import translation

from crm.accounts.services import system_user
from crm.events import relay
from service_desk.cases import services as cases
from service_desk.groups import detecting, services
from service_desk.groups.states import UNDECIDED

LEAKS = (
    "主卧窗边一下雨就渗水，墙面发黑，已经擦了三遍。",
    "楼上没人住，卫生间顶还是漏水，吊顶都泡软了。",
    "飘窗下面返潮，墙纸鼓起来一大片。",
    "外墙一侧的次卧渗水，踢脚线发霉，孩子睡在里面。",
)
LIFTS = (
    "2单元电梯这个月第四次停运，老人下不了楼。",
    "电梯在七楼突然停住，困了二十分钟才有人来。",
    "电梯一直异响，关门还夹到人。",
)
STATEMENT = {
    "zh-hans": "您好，您反映的电梯问题我们已合并处理：维保单位本周四更换曳引机，期间安排人员协助老人上下楼。"
    "周五前我们再向您说明结果。",
    "zh-hant": "您好，您反映的電梯問題我們已合併處理：維保單位本週四更換曳引機，期間安排人員協助長者上下樓。"
    "週五前我們再向您說明結果。",
    "en": "We are dealing with the lift for the whole entrance together: the hoist is replaced on Thursday, and "
    "until then somebody helps those who cannot take the stairs. We will tell you the outcome by Friday.",
    "fi": "Hoidamme hissiasian koko portaalle yhdessä: koneisto vaihdetaan torstaina, ja siihen asti apua on saatavilla. "
    "Kerromme tuloksen perjantaihin mennessä.",
}  # fmt: skip


def load(world, *, now: datetime) -> None:
    """Leave one proposal that waits and one group that has been told something."""
    machine, alice, bob = system_user("coordination"), world.staff["alice"], world.staff["bob"]
    lifts = _reports(world, "5", LIFTS, "property_service", now - timedelta(days=9))
    leaks = _reports(world, "6", LEAKS, "engineering_quality.waterproofing", now - timedelta(days=6))
    for case in lifts + leaks:
        detecting.look_around(machine, case, now=now)
    if not lifts:
        return
    found = lifts[0].group_proposals.filter(proposal__status__in=UNDECIDED).select_related("proposal").first()
    if found is None:
        return
    numbers = [case.number for case in lifts]
    because = "同一部电梯，同一故障"
    with translation.override(alice.language):
        group = services.accept(alice, found.proposal, numbers=numbers, because=because, now=now)
    services.tell_members(bob, group, texts=STATEMENT, now=now)
    relay.drain(now=now)


def _reports(world, building: str, words, subject: str, since: datetime) -> list:
    """One report of each of a few homes of the second entrance, a day or so apart."""
    homes = {
        homes[0].pk: (owner, homes[0])
        for owner in world.owners
        if (homes := world.homes_of.get(owner.pk))
        and homes[0].project.code == world.projects["riverside"].code
    }
    there = [
        (owner, home)
        for owner, home in homes.values()
        if home.building.code == building and home.entrance and home.entrance.code == "2"
    ]
    told = []
    for number, ((owner, home), said) in enumerate(zip(sorted(there, key=_floor), words, strict=False)):
        at = since + timedelta(days=number, hours=number)
        case = cases.register(
            world.staff["alice"],
            project=home.project,
            owner=owner,
            home=home,
            kind="complaint",
            channel="phone",
            words=said,
            language="zh-hans",
            subject=subject,
            received_at=at,
            now=at,
        )
        relay.drain(now=at)
        told.append(case)
    return told


def _floor(pair) -> tuple:
    return (pair[1].floor, pair[1].number)
