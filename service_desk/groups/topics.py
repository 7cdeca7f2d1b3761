"""The topics the detector is shipped with: how each is called, and the words that tell it, in four languages.

Chinese words stand in simplified characters, for what was said is read that way in either script. Latin words are
beginnings, since endings differ.
"""

SHIPPED = {
    "leak": {
        "names": {"en": "leaks and damp", "zh-hans": "渗漏", "zh-hant": "滲漏", "fi": "vuodot ja kosteus"},
        "words": ["漏水", "渗水", "渗漏", "渗透", "返潮", "发霉", "霉斑", "滴水", "防水", "leak", "drip", "damp",
                  "mould", "mold", "seep", "vuot", "kosteus", "kostea", "homett", "tippu", "vesivahin"],
    },
    "crack": {
        "names": {"en": "cracks and hollow spots", "zh-hans": "开裂空鼓", "zh-hant": "開裂空鼓", "fi": "halkeamat"},
        "words": ["开裂", "裂缝", "裂纹", "空鼓", "脱落", "掉皮", "crack", "hollow", "peel", "halkeam", "halkeil", "irtoil"],
    },
    "heating": {
        "names": {"en": "heating and cooling", "zh-hans": "供暖", "zh-hant": "供暖", "fi": "lämmitys"},
        "words": ["供暖", "暖气", "地暖", "不热", "空调", "heating", "radiator", "lämmi", "patter", "kylmä"],
    },
    "lift": {
        "names": {"en": "lifts", "zh-hans": "电梯", "zh-hant": "電梯", "fi": "hissit"},
        "words": ["电梯", "困人", "lift", "elevator", "hissi"],
    },
    "noise": {
        "names": {"en": "noise", "zh-hans": "噪音", "zh-hant": "噪音", "fi": "melu"},
        "words": ["噪音", "噪声", "吵", "隔音", "异响", "noise", "noisy", "loud", "melu", "meteli", "äänieristys"],
    },
    "parking": {
        "names": {"en": "parking", "zh-hans": "停车", "zh-hant": "停車", "fi": "pysäköinti"},
        "words": ["停车", "车位", "车库", "占道", "parking", "garage", "pysäk", "autopaik", "autohalli"],
    },
    "deed": {
        "names": {"en": "title deeds", "zh-hans": "产证", "zh-hant": "權狀", "fi": "lainhuuto"},
        "words": ["房产证", "产证", "不动产权", "办证", "权证", "权状", "title deed", "lainhuu"],
    },
    "refund": {
        "names": {"en": "refunds and contracts", "zh-hans": "退款", "zh-hant": "退款", "fi": "palautukset"},
        "words": ["退款", "退房", "退定金", "退还", "违约金", "refund", "deposit", "rahat takaisin", "palautusta", "hyvity"],
    },
    "late": {
        "names": {"en": "late handover", "zh-hans": "延期交房", "zh-hant": "延期交屋", "fi": "myöhästynyt luovutus"},
        "words": ["延期交", "逾期交", "迟迟不交", "停工", "烂尾", "handover is late", "delayed handover", "late handover",
                  "luovutus viiväst", "luovutus myöhäs"],
    },
    "fitting": {
        "names": {"en": "fitting out", "zh-hans": "精装修", "zh-hant": "裝修", "fi": "sisustus ja viimeistely"},
        "words": ["精装", "装修质量", "货不对板", "减配", "地板", "瓷砖", "finishing", "flooring", "tiles", "parket", "laatat",
                  "viimeistel"],
    },
    "unlawful": {
        "names": {"en": "unlawful building", "zh-hans": "违建", "zh-hant": "違建", "fi": "luvaton rakentaminen"},
        "words": ["违建", "违章", "私搭", "私建", "unlawful build", "illegal build", "luvaton", "luvatta"],
    },
    "power": {
        "names": {"en": "electricity", "zh-hans": "用电", "zh-hant": "用電", "fi": "sähkö"},
        "words": ["跳闸", "停电", "断电", "漏电", "电路", "power cut", "blackout", "breaker", "sähkö", "sulake"],
    },
    "water": {
        "names": {"en": "water supply and drains", "zh-hans": "给排水", "zh-hant": "給排水", "fi": "vesi ja viemäri"},
        "words": ["停水", "水压", "水质", "下水", "堵塞", "反水", "异味", "臭味", "water pressure", "drain", "sewer", "smell",
                  "viemäri", "vedenpaine", "haju"],
    },
    "fumes": {
        "names": {"en": "fumes and smoke", "zh-hans": "油烟", "zh-hant": "油煙", "fi": "käry ja savu"},
        "words": ["油烟", "烧烤", "夜宵摊", "排烟", "二手烟", "fumes", "smoke", "käry", "savu"],
    },
    "property": {
        "names": {"en": "property service", "zh-hans": "物业服务", "zh-hant": "物業服務", "fi": "kiinteistöpalvelu"},
        "words": ["物业费", "物业态度", "物业服务", "保安", "保洁", "卫生差", "property fee", "cleaning", "security guard",
                  "hoitovastik", "siivous", "vartija"],
    },
}  # fmt: skip
