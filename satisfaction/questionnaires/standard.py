"""The questionnaires that ship with Doorstep, as data. Pure.

"After a case" asks what the seven-step complaint procedure asks: how fast, how we behaved, what
came of it, and all in all, in five points; then the owner's own words. The ids of the options
never change; a new wording is a new version.
"""

FIVE_POINTS = [
    {
        "id": "very_satisfied",
        "names": {
            "en": "Very satisfied",
            "zh-hans": "非常满意",
            "zh-hant": "非常滿意",
            "fi": "Erittäin tyytyväinen",
        },
    },
    {
        "id": "satisfied",
        "names": {"en": "Satisfied", "zh-hans": "满意", "zh-hant": "滿意", "fi": "Tyytyväinen"},
    },
    {
        "id": "neutral",
        "names": {
            "en": "Neither one nor the other",
            "zh-hans": "一般",
            "zh-hant": "普通",
            "fi": "Siltä väliltä",
        },
    },
    {
        "id": "dissatisfied",
        "names": {"en": "Dissatisfied", "zh-hans": "不满意", "zh-hant": "不滿意", "fi": "Tyytymätön"},
    },
    {
        "id": "very_dissatisfied",
        "names": {
            "en": "Very dissatisfied",
            "zh-hans": "非常不满意",
            "zh-hant": "非常不滿意",
            "fi": "Erittäin tyytymätön",
        },
    },
]

KINDS_OF_WORDS = [
    {"id": "praise", "names": {"en": "Praise", "zh-hans": "表扬", "zh-hant": "讚美", "fi": "Kiitos"}},
    {
        "id": "suggestion",
        "names": {"en": "A suggestion", "zh-hans": "建议", "zh-hant": "建議", "fi": "Ehdotus"},
    },
    {"id": "criticism", "names": {"en": "Criticism", "zh-hans": "批评", "zh-hant": "批評", "fi": "Moite"}},
    {
        "id": "opinion",
        "names": {"en": "Something else", "zh-hans": "其他看法", "zh-hant": "其他看法", "fi": "Jotain muuta"},
    },
]


def _five_point(code, names, *, position, required=False):
    return {
        "code": code,
        "kind": "five_point",
        "dimension": code,
        "names": names,
        "options": FIVE_POINTS,
        "position": position,
        "screen": position,
        "required": required,
    }


def _words(*, position):
    """The last screen: own words, and beside them what kind of words they are."""
    return [
        {
            "code": "words",
            "kind": "text",
            "dimension": "words",
            "names": {
                "en": "What else would you like us to know?",
                "zh-hans": "您还有什么想告诉我们的吗？",
                "zh-hant": "您還有什麼想告訴我們的嗎？",
                "fi": "Mitä muuta haluaisitte kertoa meille?",
            },
            "options": [],
            "position": position,
            "screen": position,
            "required": False,
        },
        {
            "code": "opinion",
            "kind": "choice",
            "dimension": "opinion",
            "names": {
                "en": "Your words are",
                "zh-hans": "您的留言属于",
                "zh-hant": "您的留言屬於",
                "fi": "Viestinne on",
            },
            "options": KINDS_OF_WORDS,
            "position": position + 1,
            "screen": position,
            "required": False,
        },
    ]


AFTER_CASE = {
    "code": "after-case",
    "version": 1,
    "touchpoint": "case",
    "names": {
        "en": "After a case",
        "zh-hans": "事项办结回访",
        "zh-hant": "案件結案回訪",
        "fi": "Asian päätyttyä",
    },
    "questions": [
        _five_point(
            "speed",
            {
                "en": "How satisfied are you with how fast we dealt with it?",
                "zh-hans": "您对我们的处理速度满意吗？",
                "zh-hant": "您對我們的處理速度滿意嗎？",
                "fi": "Kuinka tyytyväinen olette siihen, miten nopeasti asianne hoidettiin?",
            },
            position=1,
        ),
        _five_point(
            "attitude",
            {
                "en": "How satisfied are you with the way our people treated you?",
                "zh-hans": "您对工作人员的服务态度满意吗？",
                "zh-hant": "您對服務人員的態度滿意嗎？",
                "fi": "Kuinka tyytyväinen olette siihen, miten teitä kohdeltiin?",
            },
            position=2,
        ),
        _five_point(
            "result",
            {
                "en": "How satisfied are you with the result?",
                "zh-hans": "您对处理结果满意吗？",
                "zh-hant": "您對處理結果滿意嗎？",
                "fi": "Kuinka tyytyväinen olette lopputulokseen?",
            },
            position=3,
        ),
        _five_point(
            "overall",
            {
                "en": "All in all, how satisfied are you?",
                "zh-hans": "总的来说，您满意吗？",
                "zh-hant": "整體來說，您滿意嗎？",
                "fi": "Kuinka tyytyväinen olette kaiken kaikkiaan?",
            },
            position=4,
            required=True,
        ),
        *_words(position=5),
    ],
}

FOLLOW_UP = {
    "code": "follow-up",
    "version": 1,
    "touchpoint": "follow_up",
    "names": {"en": "Did it help?", "zh-hans": "后续回访", "zh-hant": "後續回訪", "fi": "Auttoiko se?"},
    "questions": [
        _five_point(
            "overall",
            {
                "en": "We came back to you about your concern. How satisfied are you now?",
                "zh-hans": "我们已就您反映的问题再次跟进。您现在满意吗？",
                "zh-hant": "我們已就您反映的問題再次跟進。您現在滿意嗎？",
                "fi": "Palasimme asiaanne. Kuinka tyytyväinen olette nyt?",
            },
            position=1,
            required=True,
        ),
        *_words(position=2),
    ],
}

STANDARD = [AFTER_CASE, FOLLOW_UP]
