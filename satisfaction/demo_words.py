"""What the demonstration town's owners say when they are asked. Invented by us."""

SAID = {
    "zh-hans": {
        "very_satisfied": ["师傅很专业，前后跟进得也很及时，谢谢！", "处理得比我想象的快，态度特别好。", ""],
        "satisfied": ["问题解决了，希望以后不要再出现。", "整体还可以，就是预约时间等得久了一点。", "", ""],
        "neutral": ["能用了，但是墙面修补的颜色不太一样。", "说不上满意，问了三次才有人来。"],
        "dissatisfied": ["下雨天还是会渗水，根本没修好。", "答应的时间一拖再拖，没有人主动告诉我。"],
        "very_dissatisfied": [
            "来了三拨人，问题还在，请你们领导出面解决。",
            "我对这个结果非常失望，补偿也没有说法。",
        ],
    },
    "zh-hant": {
        "very_satisfied": ["服務人員很細心，解釋得很清楚，感謝。", ""],
        "satisfied": ["問題處理好了，謝謝。", ""],
        "neutral": ["修是修好了，但電話很難打通。"],
        "dissatisfied": ["同樣的地方又漏水了，請再派人來看。", "承諾的回覆時間沒有做到。"],
        "very_dissatisfied": ["等了兩個月沒有結果，非常失望。"],
    },
    "fi": {
        "very_satisfied": ["Asia hoidettiin nopeasti ja ystävällisesti, kiitos!", ""],
        "satisfied": ["Korjaus onnistui, kiitos.", ""],
        "neutral": ["Toimii, mutta tiedottaminen oli puutteellista."],
        "dissatisfied": ["Kylpyhuoneen ilmanvaihto ei vieläkään toimi kunnolla."],
        "very_dissatisfied": ["Olen ottanut yhteyttä neljä kertaa, eikä mitään ole tapahtunut."],
    },
    "en": {
        "very_satisfied": ["Quick, friendly and tidy. Thank you.", ""],
        "satisfied": ["All fixed now, thanks.", ""],
        "neutral": ["It works, but I had to chase you for a date."],
        "dissatisfied": ["The balcony door still lets the rain in.", "Nobody told me the visit was moved."],
        "very_dissatisfied": ["Third repair and still the same leak. I want to talk to somebody senior."],
    },
}
IDEAS = {
    "zh-hans": ["希望地下车库的照明晚上再亮一些。", "建议社区增加快递柜。", "园林维护得很好，住得舒心。"],
    "zh-hant": ["希望大廳的冷氣溫度調高一點。", "保全人員很有禮貌，值得肯定。"],
    "fi": ["Pyörävarastoon tarvittaisiin lisää telineitä.", "Piha on hoidettu todella hyvin."],
    "en": ["More charging points in the garage, please.", "The concierge is wonderful."],
}
