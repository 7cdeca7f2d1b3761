"""Makes the people of the demonstration town; all are invented, the numbers belong to nobody."""

from datetime import date, timedelta

from . import demo_names as names

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREAS = {"hangzhou": "330106", "shenzhen": "440305"}
# field: how often it is known, then the choices with their weights
_PROFILE = {
    "income_band": (0.7, "under_100k", 8, "100k_200k", 27, "200k_500k", 38, "500k_1m", 19, "over_1m", 8),
    "housing": (0.7, "first_home", 45, "upgrading", 30, "for_parents", 12, "second_home", 8, "investment", 5),
    "education": (0.6, "bachelor", 50, "vocational", 22, "master", 16, "school", 12),
    "manner": (0.55, "calm", 40, "talkative", 20, "exacting", 16, "brisk", 10, "reserved", 8, "excitable", 6),
    "sensitive_trade": (0.03, "lawyer", 40, "journalist", 30, "official", 20, "opinion_leader", 10),
}


class People:
    """Draws owners as rows for `add_owners`; the same seed draws the same people."""

    def __init__(self, random, today: date):
        self.random, self.today, self.drawn = random, today, 0

    def person(self, project, manager, *, kind="person", known_since: date, surname="") -> dict:
        """One person who fits the city: mostly Chinese, in Helsinki mostly Finnish."""
        language = self._language(project)
        gender = self.random.choice(("female", "male"))
        row = {
            "kind": kind,
            "name": self._name(language, gender, surname),
            "phone": self._phone(language, project),
            "language": language,
            "gender": gender,
            "project": project,
            "manager": manager,
            "known_since": known_since,
            "preferred_channel": self._pick("phone", 60, "wechat", 18, "sms", 12, "email", 10),
            "hours": self._pick("any", 50, "evening", 25, "weekend", 12, "morning", 8, "afternoon", 5),
            "source": self._pick(
                "showroom", 45, "referral", 22, "web", 14, "hotline", 9, "agency", 6, "event", 4
            ),
        }
        row.update(self._profile(row, project))
        return row

    def company(self, project, manager, *, known_since: date) -> dict:
        self.drawn += 1
        if project.city.code == "helsinki":
            name = f"{self.random.choice(names.FINNISH_COMPANIES)} {self.drawn % 97}"
        else:
            place = names.COMPANY_PLACES.get(project.city.code, "")
            word, trade = self.random.choice(names.COMPANY_WORDS), self.random.choice(names.COMPANY_TRADES)
            name = f"{place}{word}{trade}有限公司"
        language = "fi" if project.city.code == "helsinki" else "zh-hans"
        return {
            "kind": "company",
            "name": name,
            "phone": self._phone(language, project),
            "email": f"office{self.drawn}@example.com",
            "language": language,
            "project": project,
            "manager": manager,
            "known_since": known_since,
            "preferred_channel": "email",
            "source": "agency",
        }

    def _language(self, project) -> str:
        if project.city.code == "helsinki":
            return self._pick("fi", 82, "en", 11, "zh-hans", 7)
        if project.city.code == "shenzhen":
            return self._pick("zh-hans", 82, "zh-hant", 13, "en", 5)
        return self._pick("zh-hans", 92, "zh-hant", 4, "en", 4)

    def _name(self, language: str, gender: str, surname: str) -> str:
        choose = self.random.choice
        if language == "fi":
            given = names.FINNISH_GIVEN[15:] if gender == "female" else names.FINNISH_GIVEN[:15]
            return f"{choose(given)} {surname or choose(names.FINNISH_SURNAMES)}"
        if language == "en":
            return choose(names.ENGLISH)
        if language == "zh-hant":
            pool = names.TRADITIONAL_FEMALE if gender == "female" else names.TRADITIONAL_MALE
            surnames = names.TRADITIONAL_SURNAMES
        else:
            pool = names.GIVEN_FEMALE if gender == "female" else names.GIVEN_MALE
            surnames = names.SURNAMES
        given = choose(pool) + (choose(pool) if self.random.random() < 0.72 else "")
        return (surname or choose(surnames)) + given

    def _phone(self, language: str, project) -> str:
        """Every drawn number differs: the running count stands in it, multiplied out of order."""
        self.drawn += 1
        tail = self.drawn * 7919 % 1_000_000
        if project.city.code == "helsinki":
            return f"+358 40 {tail:07d}"
        if language == "zh-hant" and self.random.random() < 0.5:
            return f"+886 9{tail:08d}"
        return f"{self.random.choice(('130', '136', '138', '151', '158', '186'))}00{tail:06d}"

    def _profile(self, row: dict, project) -> dict:
        """What is known besides: some of it of some, as in life."""
        language, chance = row["language"], self.random.random
        born = self.today - timedelta(days=self.random.randint(24 * 365, 74 * 365))
        area = _AREAS.get(project.city.code) if language == "zh-hans" else None
        known = {
            "birth_date": (0.8, born),
            "email": (0.5, f"owner{self.drawn}@example.com"),
            "identity": (0.45 if area else 0, self._identity(area or "330106", born, row["gender"])),
            "occupation": (0.6, self.random.choice(names.TRADES[language])),
            "activities": (0.3, self.random.choice(names.ACTIVITIES[language])),
        }
        for name, (share, *weighted) in _PROFILE.items():
            known[name] = (share, self._pick(*weighted))
        return {name: value for name, (share, value) in known.items() if chance() < share}

    def _identity(self, area: str, born: date, gender: str) -> str:
        """A mainland number with a right check digit; its order code holds the gender."""
        order = self.random.randrange(0, 1000, 2) + (gender == "male")
        body = f"{area}{born:%Y%m%d}{order % 1000:03d}"
        rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
        return body + "10X98765432"[rest]

    def _pick(self, *weighted) -> str:
        return self.random.choices(weighted[::2], weighted[1::2])[0]
