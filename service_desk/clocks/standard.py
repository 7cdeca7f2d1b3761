"""The policy that Doorstep ships: what the complaint procedure itself promises, in four languages; pure."""

from service_desk.clocks.rules import WORKING_DAYS

NO_MOVE_DAYS, MOST_MOVES, MOST_REJECTIONS = 7, 20, 3
# Who is told at which share of the time: the one who works, one level up, two levels up.
ESCALATION = {"50": ["agent"], "100": ["supervisor"], "150": ["executive"]}


def _names(en: str, hans: str, hant: str, fi: str) -> dict[str, str]:
    return {"en": en, "zh-hans": hans, "zh-hant": hant, "fi": fi}


_USUAL = {
    "answer": _names("the usual answer", "一般答复", "一般答覆", "tavallinen vastaus"),
    "department_reply": _names(
        "the usual reply of a department", "部门一般回复", "部門一般回覆", "osaston tavallinen vastaus"
    ),
    "return_visit": _names("the usual return visit", "一般回访", "一般回訪", "tavallinen jälkikäynti"),
    "progress": _names(
        "news while a case is open",
        "处理期间的进展通报",
        "處理期間的進度通報",
        "tilannetieto käsittelyn aikana",
    ),
}
RULES = [
    *({"clock": clock, "measure": "working_days", "amount": WORKING_DAYS[clock], "names": names}
      for clock, names in _USUAL.items()),
    {
        "clock": "answer",
        "kind": "praise",
        "measure": "none",
        "amount": 0,
        "names": _names("praise asks for nothing", "表扬无需答复期限", "表揚無需答覆期限", "kiitos ei vaadi vastausta"),
    },
    {
        "clock": "first_response",
        "measure": "none",
        "amount": 0,
        "names": _names("no first response set", "未设首次响应时限", "未設首次回應時限", "ei ensivasteen määräaikaa"),
    },
    {
        "clock": "resolution",
        "measure": "none",
        "amount": 0,
        "names": _names("no resolution set", "未设解决时限", "未設解決時限", "ei ratkaisun määräaikaa"),
    },
]  # fmt: skip
REASONS = [
    {
        "code": "waiting_for_owner",
        "clocks": ["resolution"],
        "waits_for_owner": True,
        "longest_days": 20,
        "names": _names(
            "we wait for the owner", "等待业主答复或配合", "等待業主回覆或配合", "odotetaan omistajaa"
        ),
    },
    {
        "code": "owner_away",
        "clocks": ["resolution", "return_visit", "progress"],
        "waits_for_owner": True,
        "longest_days": 30,
        "names": _names(
            "the owner is away and asked us to wait",
            "业主外出，要求暂缓",
            "業主外出，要求暫緩",
            "omistaja on poissa ja pyysi odottamaan",
        ),
    },
    {
        "code": "authority",
        "clocks": ["answer", "department_reply", "resolution"],
        "waits_for_owner": False,
        "longest_days": 30,
        "names": _names(
            "an authority or a court decides first",
            "须待主管部门或法院决定",
            "須待主管機關或法院決定",
            "viranomainen tai oikeus ratkaisee ensin",
        ),
    },
    {
        "code": "expert",
        "clocks": ["answer", "department_reply", "resolution"],
        "waits_for_owner": False,
        "longest_days": 15,
        "names": _names(
            "an expert's report is awaited", "等待检测鉴定报告", "等待檢測鑑定報告", "odotetaan asiantuntijan lausuntoa"
        ),
    },
    {
        "code": "weather_or_parts",
        "clocks": ["resolution", "department_reply"],
        "waits_for_owner": False,
        "longest_days": 15,
        "names": _names(
            "weather, material or parts",
            "天气、材料或配件原因",
            "天候、材料或零件因素",
            "sää, materiaali tai varaosat",
        ),
    },
]  # fmt: skip
