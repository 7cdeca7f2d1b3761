"""The town's ways in: a mailbox in each city, mail of every sort, a webhook, tickets of the hotline. No network."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from crm.accounts.services import system_user
from service_desk.cases.services import register
from service_desk.channels.hooks import services as hooks
from service_desk.channels.hotline import services as hotline
from service_desk.channels.mail import services, setting_up
from service_desk.channels.mail.reading.parsing import parse
from service_desk.channels.mail.storing import keep, raw

BOXES = (("hangzhou", "zh-hans"), ("shenzhen", "zh-hans"), ("helsinki", "fi"))
STRANGERS = (
    ("王女士 <wang.fang@example.com>", "三房户型", "请问三期还有三房吗？大概什么价位？我们周末可以来看房。"),
    (
        "Maria Koski <maria.koski@example.org>",
        "Kolmio",
        "Hei, onko teillä vielä kolmioita myynnissä? Kiitos jo etukäteen.",
    ),
    (
        "Tom Reed <tom.reed@example.net>",
        "Parking",
        "Hello, is a parking space included with the two-bedroom homes?",
    ),
)
HELD = (
    ("noreply@bank.example", "账单提醒", "您的电子账单已生成。", {"Auto-Submitted": "auto-generated"}),
    (
        "news@paints.example",
        "Spring offers",
        "Everything for your walls.",
        {"List-Id": "<news.paints.example>"},
    ),
    (
        "mailer-daemon@mx.example",
        "Undelivered Mail Returned to Sender",
        "I could not deliver it.",
        {"Return-Path": "<>"},
    ),
)
TICKETS = (
    ("HZ12345202611001", "电梯经常停运", "我们楼的电梯一周停了三次，物业一直没有给说法。", 4),
    ("HZ12345202611002", "夜间施工噪音", "工地晚上十点以后还在施工，影响孩子睡觉。", 2),
)


def load(world, *, now: datetime) -> None:
    """About a dozen arrivals of the last days; the same ones each time."""
    machine = system_user("demo")
    projects = {}
    for home in [home for homes in world.homes_of.values() for home in homes]:
        projects.setdefault(home.project.city.code, home.project)
    boxes = _mailboxes(machine, projects, now)
    if boxes:
        _mail(boxes, world, now)
    if "hangzhou" in projects:
        _social(machine, projects["hangzhou"], now)
        _tickets(machine, projects["hangzhou"], now)


def _mailboxes(machine, projects: dict, now: datetime) -> list:
    boxes = []
    for city, language in BOXES:
        if city in projects:
            said = {
                "address": f"service.{city}@doorstep.example",
                "project": projects[city],
                "language": language,
                "kind_of_owners": "complaint",
                "strangers": "prospect",
            }
            boxes.append(setting_up.add_mailbox(machine, code=city, now=now, **said))
    return boxes


def _mail(boxes: list, world, now: datetime) -> None:
    """Read in this process: the town trusts its own letters."""
    letters = [
        _letter(sender, subject, words, {}, number)
        for number, (sender, subject, words) in enumerate(STRANGERS)
    ]
    letters += [_letter(*held, 10 + number) for number, held in enumerate(HELD)]
    writer = next((owner for owner in world.owners if owner.email), None)
    if writer is not None:
        words = "您好，上周报修的厨房水槽还是漏水，请尽快安排师傅上门。\n\n-- \n发自我的手机"
        letters.append(_letter(writer.email, "厨房水槽漏水", words, {}, 20))
    for number, letter in enumerate(letters):
        at = now - timedelta(hours=3 * (len(letters) - number))
        mail, _new = keep(boxes[number % len(boxes)], letter, now=at)
        services.settle(mail, parse(raw(mail)), now=at)


def _letter(sender: str, subject: str, words: str, lines: dict, number: int) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "service@doorstep.example", subject
    message["Message-ID"] = f"<town-{number}@example.com>"
    for name, value in lines.items():
        message[name] = value
    message.set_content(words)
    return message.as_bytes()


def _social(machine, project, now: datetime) -> None:
    endpoint, _secret = hooks.add_endpoint(
        machine,
        code="weibo",
        name="微博",
        sort="signed",
        project=project,
        channel="social",
        kind="complaint",
        language="zh-hans",
        now=now,
    )
    said = {
        "words": "交付才半年，外墙砖就掉了，差点砸到人。@开发商 出来说句话！",
        "impact": {"safety": True, "media": True},
    }
    hooks.take(endpoint, event_id="post-1", said=said, sender="u-77", now=now - timedelta(hours=5))
    hooks.refused(endpoint, "signature", size=412, now=now - timedelta(hours=2))


def _tickets(machine, project, now: datetime) -> None:
    for number, title, words, days in TICKETS:
        at = now - timedelta(days=1)
        case = register(
            machine,
            project=project,
            kind="complaint",
            channel="hotline_12345",
            words=words,
            summary=title,
            language="zh-hans",
            subject="property_service",
            received_at=at,
            now=at,
        )
        values = {"ticket": number, "office": "区政务热线办", "reply_due_at": now + timedelta(days=days)}
        hotline.keep_ticket(machine, case, values, now=at)
