"""The first wording of each purpose, in four languages: what people agree to is data, not code."""

from datetime import UTC, datetime

from django.db import migrations

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = {
    "surveys": {
        "en": "You may ask me how satisfied I am, by message, letter or telephone.",
        "zh-hans": "贵公司可以通过短信、信件或电话询问我的满意程度。",
        "zh-hant": "貴公司可以透過簡訊、信件或電話詢問我的滿意程度。",
        "fi": "Minulta saa kysyä tyytyväisyyttäni viestillä, kirjeellä tai puhelimitse.",
    },
    "events": {
        "en": "You may invite me to events for owners.",
        "zh-hans": "贵公司可以邀请我参加业主活动。",
        "zh-hant": "貴公司可以邀請我參加業主活動。",
        "fi": "Minut saa kutsua omistajien tapahtumiin.",
    },
    "marketing": {
        "en": "You may tell me about new projects and offers.",
        "zh-hans": "贵公司可以向我介绍新项目和优惠。",
        "zh-hant": "貴公司可以向我介紹新建案和優惠。",
        "fi": "Minulle saa kertoa uusista kohteista ja tarjouksista.",
    },
    "profiling": {
        "en": "You may work out from what you know of me how our relationship develops and what would help me.",
        "zh-hans": "贵公司可以根据掌握的资料评估我们的往来关系，以便更好地为我服务。",
        "zh-hant": "貴公司可以根據掌握的資料評估我們的往來關係，以便更好地為我服務。",
        "fi": "Minusta tiedossa olevista asioista saa arvioida, miten asiakassuhde kehittyy ja mistä minulle on apua.",
    },
    "third_parties": {
        "en": "You may pass my name and telephone number on to partners who work on my home.",
        "zh-hans": "贵公司可以将我的姓名和电话提供给为我家提供服务的合作单位。",
        "zh-hant": "貴公司可以將我的姓名和電話提供給為我家提供服務的合作廠商。",
        "fi": "Nimeni ja puhelinnumeroni saa antaa kumppaneille, jotka työskentelevät kotini hyväksi.",
    },
    "photos": {
        "en": "You may take and use photos on which I can be recognised.",
        "zh-hans": "贵公司可以拍摄并使用能辨认出我的照片。",
        "zh-hant": "貴公司可以拍攝並使用能辨認出我的照片。",
        "fi": "Minusta saa ottaa ja käyttää kuvia, joista minut tunnistaa.",
    },
}


def write(apps, schema_editor):
    wording = apps.get_model("privacy", "ConsentWording")
    for purpose, texts in TEXTS.items():
        wording.objects.get_or_create(
            purpose=purpose,
            version=1,
            defaults={"code": f"{purpose}-1", "texts": texts, "active_from": FIRST},
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_wordings_and_limits")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
