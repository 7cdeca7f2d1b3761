"""The checklists the house begins with, in four languages: which room, what to look at, which warranty part."""

from owners.homes.models import HomeType

_ROOMS = {
    "entry": ("Entrance", "入户", "入戶", "Eteinen"),
    "living": ("Living room", "客厅", "客廳", "Olohuone"),
    "bedrooms": ("Bedrooms", "卧室", "臥室", "Makuuhuoneet"),
    "kitchen": ("Kitchen", "厨房", "廚房", "Keittiö"),
    "bath": ("Bathroom", "卫生间", "衛浴", "Kylpyhuone"),
    "balcony": ("Balcony", "阳台", "陽台", "Parveke"),
    "whole": ("Whole home", "全屋", "全屋", "Koko asunto"),
    "space": ("Space", "车位", "車位", "Autopaikka"),
    "shop": ("Premises", "铺面", "店面", "Liiketila"),
    "outside": ("Outside", "室外", "室外", "Ulkopuoli"),
}

# (room, warranty part, en, zh-hans, zh-hant, fi)
_DWELLING = [
    ("entry", "windows", "Door closes and locks, no scratches", "入户门开关顺畅、锁具正常、无划痕",
     "入戶門開關順暢、鎖具正常、無刮痕", "Ovi sulkeutuu ja lukittuu, ei naarmuja"),
    ("entry", "electrical", "Doorbell and intercom work", "门铃与对讲正常",
     "門鈴與對講機正常", "Ovikello ja ovipuhelin toimivat"),
    ("living", "decoration", "Walls and ceiling without cracks or hollow spots", "墙面天花无裂缝、无空鼓",
     "牆面天花無裂縫、無空鼓", "Seinissä ja katossa ei halkeamia eikä kopoja kohtia"),
    ("living", "decoration", "Floor level, no hollow tiles", "地面平整、地砖无空鼓",
     "地面平整、地磚無空鼓", "Lattia suora, laatat kiinni"),
    ("living", "windows", "Windows close tightly, glass whole", "窗户密闭、玻璃完好",
     "窗戶密閉、玻璃完好", "Ikkunat tiiviit, lasit ehjät"),
    ("bedrooms", "decoration", "Walls and floor sound", "墙地面完好", "牆地面完好", "Seinät ja lattia kunnossa"),
    ("bedrooms", "electrical", "Sockets and switches work", "插座与开关正常",
     "插座與開關正常", "Pistorasiat ja kytkimet toimivat"),
    ("kitchen", "plumbing", "Taps and drain, nothing drips", "水龙头与下水正常、无渗漏",
     "水龍頭與排水正常、無滲漏", "Hanat ja viemäri, ei vuotoja"),
    ("kitchen", "electrical", "Cooker, hood and sockets work", "灶具、油烟机与插座正常",
     "爐具、抽油煙機與插座正常", "Liesi, liesituuletin ja pistorasiat toimivat"),
    ("bath", "waterproofing", "Water test held for 24 hours", "闭水试验 24 小时无渗漏",
     "閉水試驗 24 小時無滲漏", "Vesikoe pitänyt 24 tuntia"),
    ("bath", "plumbing", "Toilet, basin and shower work", "马桶、洗手盆、淋浴正常",
     "馬桶、洗手盆、淋浴正常", "Wc, allas ja suihku toimivat"),
    ("balcony", "waterproofing", "Slope and drain, railing firm", "坡度与地漏正常、栏杆牢固",
     "坡度與地漏正常、欄杆牢固", "Kallistus ja kaivo, kaide tukeva"),
    ("whole", "electrical", "Distribution box labelled, breakers trip", "配电箱标识清楚、漏保有效",
     "配電箱標示清楚、漏電保護有效", "Sähkökeskus merkitty, suojat laukeavat"),
    ("whole", "heating", "Heating and cooling run in each room", "各房间供暖与制冷正常",
     "各房間暖氣與冷氣正常", "Lämmitys ja jäähdytys toimivat joka huoneessa"),
    ("whole", None, "Papers: warranty book, manual, area report", "资料：质保书、使用说明书、面积实测报告",
     "資料：保固書、使用說明書、面積實測報告", "Asiakirjat: takuukirja, käyttöohje, pinta-alat"),
]  # fmt: skip
_HOUSE_TOO = [
    ("outside", "waterproofing", "Roof, gutters and cellar dry", "屋面、天沟、地下室无渗漏",
     "屋面、天溝、地下室無滲漏", "Katto, kourut ja kellari kuivat"),
    ("outside", "structure", "Outer walls without cracks", "外墙无裂缝", "外牆無裂縫", "Ulkoseinissä ei halkeamia"),
]  # fmt: skip
_PARKING = [
    ("space", None, "Marking and number right", "车位划线与编号正确", "車位劃線與編號正確", "Merkinnät ja numero oikein"),
    ("space", "waterproofing", "Floor and ceiling dry", "地面与顶板无渗水", "地面與頂板無滲水", "Lattia ja katto kuivat"),
    ("space", "electrical", "Charging point works", "充电桩正常", "充電樁正常", "Latauspiste toimii"),
]  # fmt: skip
_PREMISES = [
    ("shop", "windows", "Front and doors close", "门面与门窗完好", "門面與門窗完好", "Julkisivu ja ovet kunnossa"),
    ("shop", "electrical", "Power and breakers as agreed", "供电容量与漏保符合约定",
     "供電容量與漏電保護符合約定", "Sähköliittymä ja suojat sovitusti"),
    ("shop", "plumbing", "Water and drain work", "给排水正常", "給排水正常", "Vesi ja viemäri toimivat"),
    ("shop", "decoration", "Walls and floor sound", "墙地面完好", "牆地面完好", "Seinät ja lattia kunnossa"),
]  # fmt: skip
_LISTS = {
    HomeType.APARTMENT: _DWELLING,
    HomeType.HOUSE: _DWELLING + _HOUSE_TOO,
    HomeType.TOWNHOUSE: _DWELLING + _HOUSE_TOO,
    HomeType.SHOP: _PREMISES,
    HomeType.OFFICE: _PREMISES,
    HomeType.PARKING: _PARKING,
}
_LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")


def standard_items(home_type: str) -> list[tuple[dict, str | None]]:
    """(columns of an item, code of its warranty part) for a type of home."""
    rows = []
    for room, part, *names in _LISTS[HomeType(home_type)]:
        rooms = dict(zip(_LANGUAGES, _ROOMS[room], strict=True))
        words = dict(zip(_LANGUAGES, names, strict=True))
        said = {"room": rooms["zh-hans"], "room_names": rooms, "name": words["zh-hans"], "names": words}
        rows.append((said, part))
    return rows
