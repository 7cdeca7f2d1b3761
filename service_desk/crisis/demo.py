"""The town's one crisis: a post about a balcony tile that came down, a reporter on the telephone, Sam who speaks."""

from datetime import datetime, timedelta

from crm.events import relay
from service_desk.cases import services as cases
from service_desk.crisis import services

WORDS = "阳台外沿的瓷砖掉下来一块，差点砸到人，邻居已经拍了视频发到网上。"
FACTS = "6 栋外墙一块面砖坠落，无人受伤。原因尚未查明；同批次外墙正在逐户检查。"
DRAFT = {
    "zh-hans": "6 栋外墙一块面砖脱落，所幸无人受伤。我们已围挡现场，并请检测单位逐户检查，周五公布结果。",
    "zh-hant": "6 棟外牆一塊面磚脫落，所幸無人受傷。我們已圍擋現場，並請檢測單位逐戶檢查，週五公布結果。",
    "en": "A tile came off the facade of building 6; nobody was hurt. The place is fenced off, a laboratory is "
    "checking the whole wall, and we publish the result on Friday.",
    "fi": "Rakennuksen 6 julkisivusta irtosi laatta; kukaan ei loukkaantunut. Alue on aidattu, laboratorio tutkii koko "
    "seinän ja julkaisemme tuloksen perjantaina.",
}  # fmt: skip
ANSWER = "您好，我们看到了您发的视频，谢谢提醒。现场已围挡，检测单位正在逐户检查，周五公布结果；您也可以直接联系我们的客服。"


def load(world, *, now: datetime) -> None:
    """Leave a crisis of this morning with its statement, contacts, posts and first report."""
    if not hasattr(world, "chen"):
        return
    began = now - timedelta(hours=5)
    staff, home, owner = world.staff, world.home_1201, world.chen
    bob, sam, eve = staff["bob"], staff["sam"], staff["eve"]
    case = cases.register(
        staff["alice"],
        project=home.project,
        owner=owner,
        home=home,
        kind="complaint",
        channel="phone",
        words=WORDS,
        language="zh-hans",
        subject="engineering_quality",
        impact={"safety": True, "media": True},
        received_at=began,
        now=began,
    )
    relay.drain(now=began)
    crisis = services.open_crisis(
        bob,
        project=home.project,
        title="外墙面砖坠落",
        trigger="social",
        facts=FACTS,
        spokesperson=sam,
        cases=[case],
        source=case.number,
        report_every="day",
        now=began,
    )
    _people_and_words(crisis, staff, began, now)
    _posts(crisis, bob, sam, began)
    services.make_report(eve, crisis, now=now - timedelta(minutes=30))


def _people_and_words(crisis, staff, began, now) -> None:
    bob, sam, eve = staff["bob"], staff["sam"], staff["eve"]
    for task, person in (("lead", "eve"), ("owners", "alice"), ("site", "bob")):
        services.put_in_charge(bob, crisis, task=task, person=staff[person], now=began)
    draft = services.draft_statement(bob, crisis, texts=DRAFT, now=began + timedelta(minutes=20))
    approved = services.approve_statement(eve, draft, now=began + timedelta(minutes=35))
    services.publish_statement(sam, approved, now=began + timedelta(minutes=40))
    call = {"outward": False, "way": "phone", "kind": "media", "counterpart": "都市晚报 王记者"}
    asked = services.log_contact(
        bob,
        crisis,
        **call,
        said="询问有无伤者、何时公布检测结果；已转发言人。",
        now=began + timedelta(minutes=55),
    )
    services.correct_contact(
        bob, asked, said="来电者为同报社李记者，已核对。", now=began + timedelta(minutes=70)
    )
    services.log_contact(
        sam,
        crisis,
        **{**call, "outward": True},
        said="按声明答复，约定周五提供检测结果。",
        now=began + timedelta(minutes=80),
    )
    services.add_legal_step(
        bob,
        crisis,
        kind="evidence",
        on=began.date(),
        due_on=(now + timedelta(days=3)).date(),
        about="封存脱落面砖，委托检测单位出具报告。",
        now=began + timedelta(minutes=90),
    )


def _posts(crisis, bob, sam, began) -> None:
    first = services.register_post(
        bob,
        crisis,
        platform="微博",
        address="https://example.org/post/1",
        author="江畔住户",
        words="江畔花园外墙掉砖，楼下就是儿童乐园，物业来了说不归他们管？",
        posted_at=began - timedelta(minutes=30),
        now=began + timedelta(minutes=5),
    )
    services.answer_post(sam, first, words=ANSWER, now=began + timedelta(minutes=60))
    services.register_post(
        bob,
        crisis,
        platform="业主论坛",
        author="6栋邻居",
        words="同一面墙我家窗边也有空鼓，谁来查一下？",
        posted_at=began + timedelta(hours=3),
        now=began + timedelta(hours=3, minutes=40),
    )
