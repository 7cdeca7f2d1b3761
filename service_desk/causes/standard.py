"""The tree that we ship, in four languages: nine classes, their parts, their defects.

One line each: the code, then English, simplified Chinese, traditional Chinese as in Taiwan and Hong Kong, Finnish.
"""

TREE = """
engineering_quality|Engineering quality|工程质量|工程品質|Rakennuslaatu
engineering_quality.waterproofing|Waterproofing|防水|防水|Vedeneristys
engineering_quality.waterproofing.leak_bathroom|Bathroom leaks|卫生间渗漏|浴廁滲漏|Kylpyhuone vuotaa
engineering_quality.waterproofing.leak_wall|Outer wall lets water in|外墙渗水|外牆滲水|Ulkoseinä päästää vettä
engineering_quality.waterproofing.leak_roof|Roof leaks|屋面渗漏|屋面滲漏|Katto vuotaa
engineering_quality.waterproofing.leak_window|Water around the window|窗边渗水|窗邊滲水|Vettä ikkunan ympäriltä
engineering_quality.waterproofing.leak_balcony|Balcony leaks|阳台渗漏|陽台滲漏|Parveke vuotaa
engineering_quality.structure|Structure|结构|結構|Runko
engineering_quality.structure.crack_wall|Crack in a wall|墙体开裂|牆體開裂|Halkeama seinässä
engineering_quality.structure.crack_slab|Crack in a floor slab|楼板开裂|樓板開裂|Halkeama laatassa
engineering_quality.structure.settlement|Settlement|沉降|沉陷|Painuma
engineering_quality.tiles|Tiles and floors|墙地砖|牆地磚|Laatat ja lattiat
engineering_quality.tiles.hollow|Hollow tiles|空鼓|空鼓|Kopo laatta
engineering_quality.tiles.loose|Tiles come off|脱落|脫落|Laatat irtoavat
engineering_quality.tiles.uneven|Uneven floor|地面不平|地面不平|Epätasainen lattia
engineering_quality.walls|Walls and paint|墙面涂料|牆面塗料|Seinät ja maalaus
engineering_quality.walls.peeling|Paint peels|起皮|起皮|Maali hilseilee
engineering_quality.walls.mould|Mould|发霉|發霉|Home
engineering_quality.doors_windows|Doors and windows|门窗|門窗|Ovet ja ikkunat
engineering_quality.doors_windows.draught|Draughty|漏风|漏風|Vetää
engineering_quality.doors_windows.jams|Jams or does not close|开关不畅|開關不順|Jumittaa tai ei sulkeudu
engineering_quality.doors_windows.glass|Glass broken or scratched|玻璃破损划伤|玻璃破損刮傷|Lasi rikki tai naarmuinen
engineering_quality.plumbing|Water and drains|给排水|給排水|Vesi ja viemäri
engineering_quality.plumbing.blocked|Drain blocked|下水堵塞|排水堵塞|Viemäri tukossa
engineering_quality.plumbing.smell|Smell from the drain|返臭|返臭|Viemärin haju
engineering_quality.plumbing.pipe_leak|Pipe leaks|水管漏水|水管漏水|Putki vuotaa
engineering_quality.plumbing.pressure|Too little pressure|水压不足|水壓不足|Liian vähän painetta
engineering_quality.electrical|Electricity|电气|電氣|Sähkö
engineering_quality.electrical.trips|Breaker trips|跳闸|跳電|Sulake laukeaa
engineering_quality.electrical.dead_socket|Socket dead|插座没电|插座沒電|Pistorasia ei toimi
engineering_quality.electrical.intercom|Intercom out of order|对讲故障|對講故障|Ovipuhelin epäkunnossa
engineering_quality.heating|Heating and cooling|供暖制冷|供暖製冷|Lämmitys ja jäähdytys
engineering_quality.heating.cold|Stays cold|不热|不熱|Pysyy kylmänä
engineering_quality.heating.noise|Noise of the plant|设备噪音|設備噪音|Laitteiston melu
engineering_quality.noise|Sound between homes|隔音|隔音|Ääneneristys
engineering_quality.noise.footfall|Steps from above|楼上脚步声|樓上腳步聲|Askeläänet yläkerrasta
planning_design|Planning and design|规划设计|規劃設計|Suunnittelu
planning_design.layout|Layout|户型|格局|Pohjaratkaisu
planning_design.layout.dark|Too little daylight|采光不足|採光不足|Liian vähän päivänvaloa
planning_design.layout.overlooked|Overlooked|对视|對視|Näköyhteys naapuriin
planning_design.grounds|Grounds|园林景观|園林景觀|Piha
planning_design.grounds.changed|Not as in the plan|与规划不符|與規劃不符|Ei suunnitelman mukainen
planning_design.parking|Parking|车位|車位|Pysäköinti
planning_design.parking.narrow|Space too narrow|车位过窄|車位過窄|Liian kapea paikka
planning_design.parking.too_few|Too few spaces|车位不足|車位不足|Liian vähän paikkoja
planning_design.playground|Playground|儿童活动场地|兒童遊戲場|Leikkipaikka
planning_design.storage|Storage room|储藏间|儲藏室|Varasto
sales_service|Sales service|销售服务|銷售服務|Myyntipalvelu
sales_service.promise|Promise|承诺|承諾|Lupaus
sales_service.promise.not_kept|Promise not kept|承诺未兑现|承諾未兌現|Lupausta ei pidetty
sales_service.promise.advertising|Not as advertised|与宣传不符|與廣告不符|Ei mainoksen mukainen
sales_service.staff|Conduct|服务态度|服務態度|Käytös
sales_service.staff.rude|Rude|态度差|態度差|Epäkohtelias
sales_service.staff.wrong_word|Wrong information|告知有误|告知有誤|Väärä tieto
property_service|Property service|物业服务|物業服務|Kiinteistöpalvelu
property_service.cleaning|Cleaning|保洁|清潔|Siivous
property_service.cleaning.dirty|Dirty common areas|公共区域脏乱|公共區域髒亂|Likaiset yhteistilat
property_service.security|Security|秩序维护|保全|Turvallisuus
property_service.security.strangers|Strangers get in|外人随意进入|外人隨意進入|Ulkopuoliset pääsevät sisään
property_service.lifts|Lifts|电梯|電梯|Hissit
property_service.lifts.stops|Lift stops or traps people|停运或困人|停駛或受困|Hissi pysähtyy
property_service.fees|Fees|物业费|管理費|Maksut
property_service.fees.wrong|Wrong fee|收费有误|收費有誤|Väärä maksu
property_service.noise|Disturbance|噪音扰民|噪音擾民|Häiriö
property_service.noise.works|Building works at night|夜间施工|夜間施工|Rakennustyöt yöllä
property_service.parking|Parking management|停车管理|停車管理|Pysäköinnin hoito
property_service.garden|Plants and grounds|绿化养护|綠化養護|Istutukset ja piha
property_service.bikes|Bicycle store|非机动车库|自行車停放|Pyörävarasto
property_service.charging|Charging points|充电桩|充電樁|Latauspisteet
property_service.decoration|Fitting-out works|装修管理|裝修管理|Remonttien valvonta
property_service.snow|Snow and ice|除雪防滑|除雪防滑|Lumityöt ja liukkaus
property_service.language|Language of notices|通知语言|公告語言|Tiedotteiden kieli
property_service.staff|Conduct of staff|物业人员服务|物業人員服務|Henkilöstön käytös
customer_service|Customer service|客户服务|客戶服務|Asiakaspalvelu
customer_service.reply|Answer|回复|回覆|Vastaus
customer_service.reply.late|Late or none|回复不及时|回覆不及時|Myöhässä tai puuttuu
customer_service.reply.passed_on|Passed from hand to hand|推诿|推諉|Pompottelu
customer_service.repair|Repair service|维修服务|維修服務|Korjauspalvelu
customer_service.repair.late|Repair late|维修不及时|維修不及時|Korjaus myöhässä
customer_service.repair.again|Repaired badly|反复维修|反覆維修|Korjattu huonosti
customer_service.agent|Conduct of the agent|客服人员服务|客服人員服務|Palveluhenkilön käytös
handover|Handover|交付|交屋|Luovutus
handover.delay|Delay|延期交付|延後交屋|Viivästys
handover.delay.compensation|Compensation for delay|延期赔偿|延後賠償|Viivästyskorvaus
handover.inspection|Inspection|验房|驗屋|Tarkastus
handover.inspection.many_defects|Many defects|问题较多|瑕疵較多|Paljon puutteita
handover.inspection.not_repaired|Defects not repaired|问题未整改|瑕疵未改善|Puutteita ei korjattu
handover.keys|Keys and papers|钥匙资料|鑰匙資料|Avaimet ja paperit
handover.keys.missing|Something missing|缺失|短缺|Jotain puuttuu
handover.date|Date of handover|交付时间|交屋時間|Luovutuspäivä
handover.staff|Conduct at the handover|交付人员服务|交屋人員服務|Käytös luovutuksessa
title_deed|Title deed|产权证|產權證|Lainhuuto
title_deed.delay|Delay|办证延期|辦證延誤|Viivästys
title_deed.delay.papers|Waits for our papers|等待我方资料|等待我方資料|Odottaa papereitamme
title_deed.mistake|Mistake in it|信息有误|資料有誤|Virhe
title_deed.mistake.area|Area|面积|面積|Pinta-ala
title_deed.mistake.name|Name|姓名|姓名|Nimi
title_deed.progress|Progress|办理进度|辦理進度|Edistyminen
contract_refund|Contract and refund|合同退款|合約退款|Sopimus ja palautus
contract_refund.refund|Refund|退款|退款|Palautus
contract_refund.refund.late|Late|退款迟缓|退款延遲|Myöhässä
contract_refund.refund.amount|Amount disputed|金额争议|金額爭議|Summasta erimielisyyttä
contract_refund.terms|Terms|条款|條款|Ehdot
contract_refund.terms.unclear|Unclear|条款不清|條款不清|Epäselvät
contract_refund.loan|Loan|贷款|貸款|Laina
contract_refund.loan.refused|Loan refused|贷款被拒|貸款被拒|Laina evätty
contract_refund.deposit|Deposit|定金认筹金|訂金|Varausmaksu
contract_refund.tax|Receipts and taxes|票据税费|單據稅費|Kuitit ja verot
other|Other|其他|其他|Muu
"""
SOUGHT_ALSO = {
    "engineering_quality.waterproofing": "漏水 滴水 返潮 damp leaking vuoto",
    "engineering_quality.plumbing.blocked": "马桶 地漏 toilet wc",
    "engineering_quality.heating.cold": "地暖 暖气 radiator patteri",
    "property_service.lifts": "升降机 升降機 elevator",
    "title_deed": "房产证 不动产证 權狀 所有權狀",
}
LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")


def _read() -> list[dict]:
    rows = []
    for place, line in enumerate(TREE.strip().splitlines()):
        code, *names = line.split("|")
        rows.append(
            {
                "code": code,
                "names": dict(zip(LANGUAGES, names, strict=True)),
                "words": SOUGHT_ALSO.get(code, "").split(),
                "position": place,
            }
        )
    return rows


STANDARD = _read()
