"""Guidance in the demonstration town: where its six offices are."""

from service_desk.guidance import offices

OFFICES = {
    "riverside": (
        "bob",
        "0571-8800 1201",
        {"zh-hans": "江畔花园客户服务中心", "zh-hant": "江畔花園客戶服務中心", "en": "Riverside client service", "fi": "Jokirannan asiakaspalvelu"},
        {"zh-hans": "江畔花园3幢大堂", "zh-hant": "江畔花園3棟大廳", "en": "Riverside, building 3, lobby", "fi": "Jokiranta, talo 3, aula"},
    ),
    "lakeview": (
        "bob",
        "0571-8800 1202",
        {"zh-hans": "湖光名邸客户服务中心", "zh-hant": "湖光名邸客戶服務中心", "en": "Lakeview client service", "fi": "Järvenkatseen asiakaspalvelu"},
        {"zh-hans": "湖光名邸会所一楼", "zh-hant": "湖光名邸會所一樓", "en": "Lakeview clubhouse, ground floor", "fi": "Järvenkatse, kerhotalon alakerta"},
    ),
    "bayfront": (
        "fang",
        "0755-8800 1301",
        {"zh-hans": "海湾新城客户服务中心", "zh-hant": "海灣新城客戶服務中心", "en": "Bayfront client service", "fi": "Lahdenrannan asiakaspalvelu"},
        {"zh-hans": "海湾新城1号楼大堂", "zh-hant": "海灣新城1號樓大廳", "en": "Bayfront, tower 1, lobby", "fi": "Lahdenranta, torni 1, aula"},
    ),
    "brocade": (
        "fang",
        "0755-8800 1302",
        {"zh-hans": "锦绣园客户服务中心", "zh-hant": "錦繡園客戶服務中心", "en": "Brocade Park client service", "fi": "Silkkipuiston asiakaspalvelu"},
        {"zh-hans": "锦绣园物业楼二层", "zh-hant": "錦繡園物業樓二樓", "en": "Brocade Park, service building, first floor", "fi": "Silkkipuisto, huoltorakennus, 2. kerros"},
    ),
    "kalaranta": (
        "mikko",
        "09 880 1401",
        {"fi": "Kalarannan asiakaspalvelu", "en": "Kalaranta client service", "zh-hans": "渔岸公寓客户服务处", "zh-hant": "漁岸公寓客戶服務處"},
        {"fi": "Kalaranta A, katutaso", "en": "Kalaranta A, street level", "zh-hans": "渔岸公寓A座一层", "zh-hant": "漁岸公寓A座一樓"},
    ),
    "mantyla": (
        "mikko",
        "09 880 1402",
        {"fi": "Mäntylän asiakaspalvelu", "en": "Pinewood client service", "zh-hans": "松林苑客户服务处", "zh-hant": "松林苑客戶服務處"},
        {"fi": "Mäntylä B, katutaso", "en": "Pinewood B, street level", "zh-hans": "松林苑B座一层", "zh-hant": "松林苑B座一樓"},
    ),
}  # fmt: skip
HOURS = {
    "zh-hans": "每天 8:30–20:00",
    "zh-hant": "每天 8:30–20:00",
    "en": "daily 8:30 to 20:00",
    "fi": "joka päivä 8.30–20.00",
}


def load(world, *, now) -> None:
    """Every project's office; the same ones each time."""
    for code, (supervisor, telephone, names, addresses) in OFFICES.items():
        project = world.projects[code]
        if offices.office_of(project) is None:
            offices.keep_office(
                world.staff[supervisor],
                project,
                names=names,
                addresses=addresses,
                hours=HOURS,
                telephone=telephone,
                now=now,
            )
