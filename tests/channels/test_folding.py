"""A reply shows only what is new; the rest is folded away and nothing of it is lost."""

import pytest

from service_desk.channels.mail.reading.folding import split

OLD = "您好，我们明天上门。"
CASES = {
    "outlook, simplified": "好的，明天可以。\n\n发件人: 客服 <s@x.cn>\n发送时间: 2026年3月2日 10:15\n收件人: 陈\n主题: 回复\n\n" + OLD,
    "outlook, bold": "好的，明天可以。\n\n*发件人：*客服 <s@x.cn>\n*日期：*2026年3月2日\n*收件人：*陈\n\n" + OLD,
    "outlook, under a rule": "好的，明天可以。\n\n____________________\n发件人: 客服\n发送时间: 2026年3月2日\n\n" + OLD,
    "outlook, traditional": "好的，明天可以。\n\n寄件者: 客服 <s@x.tw>\n寄件日期: 2026年3月2日\n收件者: 陳\n主旨: 回覆\n\n" + OLD,
    "gmail, broken in two": "好的，明天可以。\n\n江畔花园客户服务中心 <service@riverside.example> 于2026年3月2日周一\n上午10:15写道：\n> " + OLD,
    "qq": "好的，明天可以。\n\n------------------ 原始邮件 ------------------\n发件人: \"客服\" <s@x.cn>;\n\n" + OLD,
    "163": "好的，明天可以。\n\n\n在 2026-03-02 10:15:00，\"客服\" <s@x.cn> 写道：\n\n" + OLD,
    "163, new": "好的，明天可以。\n---- 回复的原邮件 ----\n| 发件人 | 客服<s@x.cn> |\n| 日期 | 2026年03月02日 |\n" + OLD,
    "aliyun": "好的，明天可以。\n------------------------------------------\n发件人：客服 <s@x.cn>\n发送时间：2026年3月2日\n收件人：陈\n" + OLD,
    "iphone": "好的，明天可以。\n\n发自我的 iPhone\n\n> 在 2026年3月2日，上午10:15，客服 <s@x.cn> 写道：\n> \n> " + OLD,
    "below": "> " + OLD + "\n> 谢谢\n\n好的，明天可以。",
    "below, announced": "客服 <s@x.cn> 于2026年3月2日写道：\n> " + OLD + "\n\n好的，明天可以。",
    "below, signed": "> " + OLD + "\n\n好的，明天可以。\n\n-- \n陈建国\n13 楼",
    "a long thread": "好的，明天可以。\n\n" + "\n".join(f"发件人: a{n}\n发送时间: 2026年\n{OLD}" for n in range(300)),
}  # fmt: skip
FINNISH = {
    "outlook": "Sopii.\n\nLähettäjä: Palvelu <s@x.fi>\nLähetetty: maanantai 2. maaliskuuta 2026 10.15\nVastaanottaja: Aino\nAihe: Vs: x\n\nvanha",
    "outlook on a telephone": "Sopii.\n\nHanki Outlook for Android<https://x.example>\n________________________________\nFrom: x\nSent: y\n\n" + "vanha\n" * 30,
    "gmail": "Sopii.\n\nma 2. maalisk. 2026 klo 10.15 Palvelu <s@x.fi> kirjoitti:\n\n> vanha",
    "apple": "Sopii.\n\n> Palvelu <s@x.fi> kirjoitti 2.3.2026 kello 10.15:\n> \n> vanha",
    "old outlook": "Sopii.\n\n-----Alkuperäinen viesti-----\nLähettäjä: x\nLähetetty: y\n\nvanha",
    "below": "Palvelu <s@x.fi> kirjoitti:\n> vanha\n\nSopii.",
}  # fmt: skip


def without_blanks(text: str) -> list[str]:
    return sorted("".join(text.split()))


@pytest.mark.parametrize("text", [*CASES.values(), *FINNISH.values()], ids=[*CASES, *FINNISH])
def test_a_reply_is_what_is_new_in_it(text):
    said, folded = split(text)
    assert said in ("好的，明天可以。", "Sopii.")
    assert without_blanks(said + folded) == without_blanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "先说明一下。\n\n客服 于2026年3月2日写道：\n> 哪天方便？\n周三。\n> 谁在家？\n我在。",
        "我上周给物业写道：\n请修电梯。\n没有人回。",
        "发件人: 我也不知道\n我的问题是漏水。",
        "> 只有引用",
    ],
)
def test_what_somebody_writes_himself_is_never_folded(text):
    assert split(text) == (text, "")
