"""A labelled set of our own: towns with planted group complaints, everyday noise, and what only looks like a group.

The sentences were written as owners speak, apart from the detector's words; each town knows what was planted.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crm.text import normalise
from service_desk.groups import rules, topics
from service_desk.groups.rules import Detection, Report

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
DAYS = 75
BUILDINGS, ENTRANCES, FLOORS, DOORS = 8, 2, 18, 2
SAYINGS = {
    "leak": [
        "主卧天花板一下雨就往下滴水，墙纸都鼓起来了", "卫生间楼上渗下来的水把吊顶泡坏了，漏水三天了", "飘窗那面墙返潮发黑，摸着是湿的",
        "次臥窗邊一直滲水，牆面已經發霉", "Water comes through the bathroom ceiling whenever it rains, it leaks badly",
        "Kylpyhuoneen katosta tippuu vettä, seinä on märkä ja siellä on kosteutta",
    ],
    "crack": ["客厅墙面裂了一条长缝，裂缝越来越宽", "地砖一敲就是空的，好几块空鼓", "Olohuoneen seinässä on pitkä halkeama"],
    "heating": ["交了钱暖气还是冰凉的，家里十五度", "地暖一半热一半不热", "Patteri on kylmä vaikka ulkona on pakkasta"],
    "lift": ["电梯一个月坏了四次，昨天还把孩子关在里面", "三部电梯两部在修，等二十分钟", "Hissi on taas rikki, asun kahdeksannessa"],
    "noise": ["水泵房整晚嗡嗡响，噪音大得睡不着", "樓上腳步聲聽得一清二楚，隔音太差", "Ilmanvaihdosta kuuluu kova meteli koko yön"],
    "parking": ["买了车位却被别人占着，保安不管", "车库入口排队半小时", "Autopaikallani on taas vieras auto"],
    "deed": ["说好六月办下来的房产证到现在没消息", "不动产权证什么时候能拿，孩子要上学", "Lainhuuto ei ole vieläkään valmis"],
    "refund": ["退房申请交了两个月，定金还没退，要求退款", "Luvattua hyvitystä ei ole maksettu"],
}  # fmt: skip
PLAIN = [
    "你们的服务让人失望",
    "上次说好回电话没有回",
    "想问一下活动什么时候开始",
    "Kukaan ei vastannut puheluun",
    "Nobody called back",
]
CLASSES = {
    "leak": "engineering_quality", "crack": "engineering_quality", "heating": "engineering_quality",
    "lift": "property_service", "noise": "planning_design", "parking": "property_service",
    "deed": "title_deed", "refund": "contract_refund",
}  # fmt: skip
USUAL = (
    ["leak"] * 6 + ["crack"] * 4 + ["heating"] * 2 + ["lift"] * 2 + ["noise"] * 3 + ["parking"] * 3 + ["deed"]
)


@dataclass
class Home:
    number: int
    entrance: int
    building: int
    phase: int

    @property
    def places(self) -> dict:
        return {"entrance": self.entrance, "building": self.building, "phase": self.phase, "project": 1}


@dataclass
class Town:
    """Homes, reports, and the groups that were planted: (topic, homes)."""

    homes: list
    reports: list = field(default_factory=list)
    planted: list = field(default_factory=list)


def detection() -> Detection:
    return Detection(topics=topics.SHIPPED)


def town(seed: int, *, apart: int = 1500) -> Town:
    """One town with noise (on any day one home in `apart` reports something), hard negatives and up to three planted groups."""
    chance = random.Random(seed)  # noqa: S311  the same town each time
    place = Town(_homes())
    _noise(place, chance, apart)
    _looks_like_a_group(place, chance)
    for _each in range(chance.choice((0, 1, 1, 2, 3))):
        _plant(place, chance)
    place.reports.sort(key=lambda report: report.at)
    return place


def _homes() -> list[Home]:
    found = []
    for building in range(BUILDINGS):
        for entrance in range(ENTRANCES):
            for _door in range(FLOORS * DOORS):
                found.append(
                    Home(len(found) + 1, building * 10 + entrance, building, building // (BUILDINGS // 2))
                )
    return found


def report(place: Town, home: Home, topic: str, at: datetime, chance) -> Report:
    words = chance.choice(SAYINGS[topic] if topic else PLAIN)
    subject = CLASSES.get(topic, "customer_service")
    return Report(
        case=len(place.reports) + 1,
        home=home.number,
        places=home.places,
        matters=rules.matters_of(normalise(words), subject, topics.SHIPPED),
        at=at,
    )


def _noise(place: Town, chance, apart: int) -> None:
    """What is reported on any day, here and there."""
    for day in range(DAYS):
        for home in place.homes:
            if chance.random() * apart < 1:
                topic = chance.choice([*USUAL, "", ""])
                at = START + timedelta(days=day, hours=chance.uniform(0, 12))
                place.reports.append(report(place, home, topic, at, chance))


def _moment(chance, begin: float, span: float) -> datetime:
    return START + timedelta(days=begin + chance.uniform(0, span))


def _looks_like_a_group(place: Town, chance) -> None:
    """One home that reports again and again, two neighbours, four homes over two months, several matters at once."""
    begin = chance.uniform(0, DAYS - 14)
    loud = chance.choice(place.homes)
    for _again in range(5):
        place.reports.append(report(place, loud, "leak", _moment(chance, begin, 10), chance))
    neighbours = [home for home in place.homes if home.entrance == loud.entrance and home is not loud]
    place.reports.append(report(place, chance.choice(neighbours), "lift", _moment(chance, begin, 5), chance))
    other = chance.choice([home for home in place.homes if home.building != loud.building])
    line = [home for home in place.homes if home.entrance == other.entrance]
    for number, home in enumerate(chance.sample(line, 3)):
        place.reports.append(report(place, home, "deed", _moment(chance, number * 22, 1), chance))
    for topic, home in zip(("refund", "parking", "noise"), chance.sample(line, 3), strict=True):
        place.reports.append(report(place, home, topic, _moment(chance, begin, 6), chance))


def _plant(place: Town, chance) -> None:
    """A true group: so many homes of an entrance, a building or a phase within ten days."""
    level = chance.choice(("entrance", "entrance", "building", "building", "phase"))
    anchor = chance.choice(place.homes)
    there = [home for home in place.homes if home.places[level] == anchor.places[level]]
    count = {"entrance": (3, 7), "building": (5, 10), "phase": (12, 16)}[level]
    topic = chance.choice(list(SAYINGS))
    begin, chosen = chance.uniform(0, DAYS - 12), chance.sample(there, chance.randint(*count))
    if any(known == topic for known, _homes in place.planted):
        return
    for home in chosen:
        place.reports.append(report(place, home, topic, _moment(chance, begin, 10), chance))
    place.planted.append((topic, frozenset(home.number for home in chosen)))


def counted(place: Town) -> dict:
    homes_in: dict = {}
    for home in place.homes:
        for level, key in home.places.items():
            homes_in[level, key] = homes_in.get((level, key), 0) + 1
    return homes_in


@dataclass(frozen=True)
class Quality:
    """Planted groups that were found, proposals that were right, and how many homes of the planted they hold."""

    planted: int
    found: int
    proposed: int
    right: int
    homes_planted: int
    homes_found: int

    @property
    def recall(self) -> float:
        return self.found / self.planted

    @property
    def precision(self) -> float:
        return self.right / self.proposed


def found_in(place: Town, thresholds: Detection | None = None) -> list:
    """What the detector proposes of a town, with the rates of that town."""
    homes_in = counted(place)
    usual = rules.usual_rates(place.reports, homes_in)
    return rules.detect(place.reports, thresholds or detection(), homes_in, usual)


def measure(seeds, thresholds: Detection | None = None, *, apart: int = 1500) -> Quality:
    """A planted group counts as found where one proposal of its topic holds at least two thirds of its homes; a
    proposal is right where at least half of its homes were planted for its topic."""
    planted = found = proposed = right = homes_planted = homes_found = 0
    for seed in seeds:
        place = town(seed, apart=apart)
        clusters = found_in(place, thresholds)
        proposed += len(clusters)
        right += sum(_is_right(cluster, place) for cluster in clusters)
        for topic, homes in place.planted:
            planted += 1
            held = max(
                (len(cluster.homes & homes) for cluster in clusters if cluster.matter == f"topic:{topic}"),
                default=0,
            )
            found += held * 3 >= len(homes) * 2
            homes_planted += len(homes)
            homes_found += held
    return Quality(planted, found, proposed, right, homes_planted, homes_found)


def _is_right(cluster, place: Town) -> bool:
    return any(
        cluster.matter == f"topic:{topic}" and len(cluster.homes & homes) * 2 >= len(cluster.homes)
        for topic, homes in place.planted
    )
