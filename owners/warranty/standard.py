"""The parts and least lengths that the rules on the quality of buildings name, by country, in four languages.

Where they come from, as we read them in 2026; a house may change every one of them, and should ask its own lawyer:

- CN: Regulations on the Quality Management of Construction Projects (建设工程质量管理条例), article 40.
- TW: mandatory clauses of pre-sale housing contracts (預售屋買賣定型化契約應記載事項), clause 17: the structure for
  fifteen years, fixed materials and equipment for one.
- FI: Housing Transactions Act (asuntokauppalaki 843/1994): what the annual inspection finds (chapter 4) is answered
  for a year at least; the security against the developer's insolvency (chapter 2) lasts ten years.
"""

from .states import Measure

CN = "建设工程质量管理条例 第四十条"
TW = "預售屋買賣定型化契約應記載事項 第十七點"
FI_YEAR = "Asuntokauppalaki 843/1994, 4 luku: vuositarkastus"
FI_TEN = "Asuntokauppalaki 843/1994, 2 luku: kymmenvuotinen vakuus"
NAMES = {
    "structure": (
        "Foundation and structure",
        "地基基础和主体结构",
        "地基基礎與主體結構",
        "Perustukset ja runko",
    ),
    "waterproofing": ("Roof and waterproofing", "屋面及防水", "屋面及防水", "Katto ja vedeneristys"),
    "heating": ("Heating and cooling", "供热与供冷系统", "供暖與供冷系統", "Lämmitys ja jäähdytys"),
    "electrical": ("Electrical wiring", "电气管线", "電氣管線", "Sähköasennukset"),
    "plumbing": ("Water supply and drainage", "给排水管道", "給排水管道", "Vesi ja viemäri"),
    "decoration": ("Decoration and finishes", "装修工程", "裝修工程", "Pinnat ja sisustus"),
    "windows": ("Doors and windows", "门窗", "門窗", "Ovet ja ikkunat"),
}
# By these words, in four languages, the desk guesses which part a report is about.
WORDS = {
    "structure": (
        "承重墙 主体结构 地基 沉降 梁 楼板 裂缝 开裂 墙体裂 钢筋 露筋 crack structure foundation subsidence "
        "load-bearing beam halkeama runko perustus painuma kantava"
    ),
    "waterproofing": (
        "漏水 渗水 渗漏 返潮 防水 滴水 水渍 屋顶漏 阳台漏 外墙渗 霉 leak leaking seep damp waterproof mould roof "
        "vuoto vuotaa kosteus vedeneristys home katto"
    ),
    "heating": (
        "暖气 地暖 供暖 供热 不热 空调 制冷 冷气 新风 heating radiator underfloor cooling ventilation "
        "lämmitys patteri lattialämmitys jäähdytys ilmanvaihto"
    ),
    "electrical": (
        "电路 跳闸 插座 开关 漏电 灯 电线 停电 弱电 可视对讲 socket outlet switch breaker wiring light power "
        "pistorasia sähkö valo katkaisija sulake"
    ),
    "plumbing": (
        "下水 排水 堵 马桶 水管 水压 地漏 水龙头 反味 异味 停水 drain pipe toilet tap faucet water pressure smell "
        "viemäri putki hana wc vedenpaine haju tukos"
    ),
    "decoration": (
        "墙面 墙纸 乳胶漆 地板 瓷砖 空鼓 脱落 起皮 橱柜 吊顶 踢脚线 tile floor paint wallpaper cabinet ceiling plaster "
        "laatta lattia maali tapetti kaappi pinta"
    ),
    "windows": (
        "窗 门 玻璃 密封条 漏风 门锁 合页 纱窗 window door glass draught draft lock hinge "
        "ikkuna ovi lasi veto lukko sarana"
    ),
}
POSITIONS = {kind: 10 * (place + 1) for place, kind in enumerate(NAMES)}


def _part(country: str, kind: str, measure: str, length: int, basis: str) -> dict:
    """One part of one country; those of China keep the bare code that they have always had."""
    en, zh_hans, zh_hant, fi = NAMES[kind]
    return {
        "code": kind if country == "CN" else f"{country.lower()}-{kind}",
        "country": country,
        "name": {"CN": zh_hans, "TW": zh_hant, "FI": fi}[country],
        "names": {"en": en, "zh-hans": zh_hans, "zh-hant": zh_hant, "fi": fi},
        "basis": basis,
        "words": WORDS[kind].split(),
        "measure": measure,
        "length": length,
        "legal_minimum": length,
        "position": POSITIONS[kind],
    }


YEARS_BY_COUNTRY = {  # what is counted in years, and by which rule
    "CN": {
        "waterproofing": (5, CN),
        "electrical": (2, CN),
        "plumbing": (2, CN),
        "decoration": (2, CN),
        "windows": (2, CN),
    },
    "TW": {"structure": (15, TW)} | dict.fromkeys(tuple(NAMES)[1:], (1, TW)),
    "FI": {"structure": (10, FI_TEN)} | dict.fromkeys(tuple(NAMES)[1:], (1, FI_YEAR)),
}

STANDARD_PARTS = [
    _part("CN", "structure", Measure.DESIGN_LIFE, 50, CN),
    _part("CN", "heating", Measure.SEASONS, 2, CN),
    *(
        _part(country, kind, Measure.YEARS, length, basis)
        for country, kinds in YEARS_BY_COUNTRY.items()
        for kind, (length, basis) in kinds.items()
    ),
]
