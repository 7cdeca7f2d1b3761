"""The topics that ship: what owners ask about, suggest and praise, in four languages. Pure.

Each line: code, parent, English, 简体, 繁體, suomi, and the words by which the topic is proposed.
"""

LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")
TREE = [
    ("homes", "", "Homes for sale", "房源", "房源", "Asunnot", ""),
    ("price", "homes", "Prices and discounts", "价格与优惠", "價格與優惠", "Hinnat ja alennukset", "价格 优惠 多少钱 房价 price discount hinta alennus"),
    ("layout", "homes", "Layouts and show home", "户型与样板房", "格局與樣品屋", "Pohjat ja mallikoti", "户型 样板房 面积 朝向 格局 layout floor plan pohja mallikoti"),
    ("loan", "homes", "Loans and payment", "贷款与付款", "貸款與付款", "Lainat ja maksaminen", "贷款 首付 公积金 利率 貸款 loan mortgage payment laina maksu"),
    ("papers", "", "Papers", "证件手续", "證件手續", "Paperit", ""),
    ("deed", "papers", "Title deed", "产权证", "權狀", "Lainhuuto", "产权 房产证 不动产 權狀 title deed lainhuuto"),
    ("contract", "papers", "Contract and invoice", "合同与发票", "契約與發票", "Sopimus ja lasku", "合同 发票 签约 契約 發票 contract invoice sopimus lasku"),
    ("registration", "papers", "Household and school", "落户与入学", "戶籍與就學", "Kotikunta ja koulu", "落户 户口 入学 学区 戶籍 就學 school registration koulu"),
    ("handover", "", "Handover", "交付", "交屋", "Luovutus", ""),
    ("handover-date", "handover", "Date of handover", "交付时间", "交屋時間", "Luovutuspäivä", "交房 交付 收房 什么时候交 交屋 handover move in luovutus muutto"),
    ("keys", "handover", "Keys and access", "钥匙与门禁", "鑰匙與門禁", "Avaimet ja kulku", "钥匙 门禁 门卡 鑰匙 門禁 key access card avain kulku"),
    ("living", "", "Living here", "居住", "居住", "Asuminen", ""),
    ("fees", "living", "Service charges", "物业费用", "管理費", "Vastikkeet", "物业费 水费 电费 管理費 service charge fee vastike maksut"),
    ("parking", "living", "Parking and charging", "停车与充电", "停車與充電", "Pysäköinti ja lataus", "停车 车位 充电 停車 車位 parking charging pysäköinti lataus"),
    ("renovation", "living", "Renovation rules", "装修规定", "裝修規定", "Remonttiohjeet", "装修 封阳台 砸墙 裝修 裝潢 renovation remontti"),
    ("facilities", "living", "Shared facilities", "公共设施", "公共設施", "Yhteiset tilat", "会所 游泳池 健身 儿童 电梯 公設 pool gym lift playground hissi kuntosali leikki"),
    ("green", "living", "Greenery and cleaning", "绿化与保洁", "綠化與清潔", "Viheralueet ja siivous", "绿化 保洁 垃圾 卫生 清潔 garden cleaning waste siivous jäte piha"),
    ("noise", "living", "Noise and neighbours", "噪音与邻里", "噪音與鄰里", "Melu ja naapurit", "噪音 吵 邻居 噪音 鄰居 noise neighbour melu naapuri"),
    ("people", "", "Our people", "服务人员", "服務人員", "Henkilöstömme", ""),
    ("repairers", "people", "Repairers", "维修师傅", "維修師傅", "Korjaajat", "师傅 维修 修得 師傅 plumber repair korjaaja putkimies"),
    ("desk", "people", "Client service", "客服人员", "客服人員", "Asiakaspalvelijat", "客服 前台 管家 态度 客服 service desk asiakaspalvelu"),
    ("security", "people", "Security", "秩序维护", "保全", "Vartijat", "保安 门岗 巡逻 保全 guard security vartija"),
    ("else", "", "Something else", "其他", "其他", "Muu asia", ""),
]  # fmt: skip


def topics() -> list[dict]:
    """The tree, parents before their children."""
    return [
        {
            "code": code,
            "parent": parent,
            "names": dict(zip(LANGUAGES, names, strict=True)),
            "words": words,
            "position": position,
        }
        for position, (code, parent, *names, words) in enumerate(TREE, start=1)
    ]
