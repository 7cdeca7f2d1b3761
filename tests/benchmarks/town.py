"""A town of a million cases, loaded by COPY, the same each time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, models

from crm.text import search_document
from service_desk.cases.models import Case

PLACES = [
    "卫生间",
    "厨房",
    "阳台",
    "客厅",
    "主卧",
    "地下车库",
    "电梯厅",
    "外墙",
    "楼道",
    "屋顶",
    "花园",
    "大堂",
]
THINGS = [
    "漏水",
    "渗水",
    "开裂",
    "空鼓",
    "噪音",
    "异味",
    "堵塞",
    "跳闸",
    "停电",
    "水压不足",
    "门锁坏了",
    "瓷砖脱落",
]
WISHES = [
    "请尽快派人维修",
    "希望给个说法",
    "已经等了三天",
    "上次修过又坏了",
    "家里有老人孩子",
    "要求赔偿损失",
    "请负责人回电话",
]
MANNER = [
    "很严重",
    "一直没人管",
    "晚上特别明显",
    "下雨天更厉害",
    "邻居也有同样的问题",
    "影响正常居住",
    "物业说不归他们管",
]
RARE = ["烟感报警器", "光污染", "太阳能热水器", "人防门", "指纹锁主板", "中央空调主机"]
TRADITIONAL = ["衛生間漏水請儘快維修", "電梯故障已經三天沒有人處理", "陽臺門鎖壞了", "隔壁裝修噪音很大"]
ANSWERS = """
    INSERT INTO service_desk_deadline
        (case_id, kind, started_at, warn_at, due_at, late_at, level, measure, amount, by_hand, met_at)
    SELECT id, 'answer', received_at, received_at + interval '3 days', received_at + interval '7 days',
        received_at + interval '10 days', 0, 'working_days', 5, false, received_at + interval '1 day' * (id % 9)
    FROM service_desk_case
"""
FOREIGN = ["The lift has been out of order since Monday", "Kylpyhuoneen katto vuotaa edelleen"]


def words(rng: random.Random) -> str:
    """What an owner says; one in two thousand uses a rare word, one in twenty is traditional or foreign."""
    dice = rng.random()
    if dice < 0.0005:
        return f"{rng.choice(PLACES)}的{rng.choice(RARE)}{rng.choice(MANNER)}，{rng.choice(WISHES)}"
    if dice < 0.04:
        return f"{rng.choice(TRADITIONAL)}，{rng.randrange(1, 30)}號樓{rng.randrange(101, 3300)}"
    if dice < 0.05:
        return f"{rng.choice(FOREIGN)}, {rng.randrange(1, 30)}-{rng.randrange(101, 3300)}"
    return (
        f"{rng.randrange(1, 30)}栋{rng.randrange(101, 3300)}{rng.choice(PLACES)}{rng.choice(THINGS)}，"
        f"{rng.choice(MANNER)}，{rng.choice(WISHES)}"
    )


def case_rows(
    first: int, last: int, *, projects: list[int], people: list[int], now: datetime
) -> Iterator[dict]:
    """Rows of cases numbered first…last-1; the newest tenth of them is open."""
    rng = random.Random(first)  # noqa: S311  the same town each time
    for serial in range(first, last):
        received = now - timedelta(seconds=(10_000_000 - serial) * 6)
        is_open = rng.random() < 0.1
        said = words(rng)
        yield {
            "number": f"{received.year}-B{serial:07d}",
            "project_id": projects[serial % len(projects)],
            "kind": "complaint",
            "channel": "phone",
            "words": said,
            "summary": said[:40],
            "language": "zh-hans",
            "subject": "engineering_quality",
            "impact": "{}",
            "severity": "ordinary",
            "currency": "CNY",
            "status": "assigned" if is_open else "closed",
            "assignee_id": people[serial % len(people)],
            "registered_by_id": people[0],
            "received_at": received,
            "moved_at": received,
            "due_at": received + timedelta(days=7) if is_open else None,
            "completed_at": None if is_open else received + timedelta(days=5),
            "closed_at": None if is_open else received + timedelta(days=9),
            "search_text": search_document(said),
        }


def load(model: type[models.Model], rows: Iterator[dict]) -> None:
    """COPY the rows into the model's table; columns that a row leaves out get the field's default."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    defaults = {field.column: _plain(field) for field in fields}
    with connection.cursor() as cursor:
        statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([row.get(column, default) for column, default in defaults.items()])


def _plain(field):
    value = field.get_default()
    return "{}" if value == {} else value


def load_cases(first: int, last: int, **where) -> None:
    """Load these cases and let the planner know of them."""
    load(Case, case_rows(first, last, **where))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE service_desk_case")


def load_answers() -> None:
    """Every case was to be answered within five working days, and was, some of them too late."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS)
        cursor.execute("VACUUM ANALYZE service_desk_deadline")
