"""The parts and least lengths that the rules on the quality of buildings name, in four languages."""

from .states import Measure


def _part(code, measure, length, position, en, zh_hans, zh_hant, fi) -> dict:
    names = {"en": en, "zh-hans": zh_hans, "zh-hant": zh_hant, "fi": fi}
    return {
        "code": code,
        "name": zh_hans,
        "names": names,
        "measure": measure,
        "length": length,
        "legal_minimum": length,
        "position": position,
    }


STANDARD_PARTS = [
    _part("structure", Measure.DESIGN_LIFE, 50, 10,
          "Foundation and structure", "地基基础和主体结构", "地基基礎與主體結構", "Perustukset ja runko"),
    _part("waterproofing", Measure.YEARS, 5, 20,
          "Roof and waterproofing", "屋面及防水", "屋面及防水", "Katto ja vedeneristys"),
    _part("heating", Measure.SEASONS, 2, 30,
          "Heating and cooling", "供热与供冷系统", "供暖與供冷系統", "Lämmitys ja jäähdytys"),
    _part("electrical", Measure.YEARS, 2, 40,
          "Electrical wiring", "电气管线", "電氣管線", "Sähköasennukset"),
    _part("plumbing", Measure.YEARS, 2, 50,
          "Water supply and drainage", "给排水管道", "給排水管道", "Vesi ja viemäri"),
    _part("decoration", Measure.YEARS, 2, 60,
          "Decoration and finishes", "装修工程", "裝修工程", "Pinnat ja sisustus"),
    _part("windows", Measure.YEARS, 2, 70,
          "Doors and windows", "门窗", "門窗", "Ovet ja ikkunat"),
]  # fmt: skip
