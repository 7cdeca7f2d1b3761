"""The demonstration town's places and departments: three cities, six projects."""

from crm.organisation.models import City, Department, Project, Region

REGIONS = {
    "east": ("华东", {"en": "East China", "zh-hant": "華東", "fi": "Itä-Kiina"}),
    "south": ("华南", {"en": "South China", "zh-hant": "華南", "fi": "Etelä-Kiina"}),
    "nordic": ("Pohjola", {"en": "Nordics", "zh-hans": "北欧", "zh-hant": "北歐"}),
}
CITIES = {
    "hangzhou": ("杭州", "east", "CN", {"en": "Hangzhou", "fi": "Hangzhou"}),
    "shenzhen": ("深圳", "south", "CN", {"en": "Shenzhen", "fi": "Shenzhen"}),
    "helsinki": ("Helsinki", "nordic", "FI", {"zh-hans": "赫尔辛基", "zh-hant": "赫爾辛基"}),
}
PROJECTS = {
    "riverside": (
        "江畔花园",
        "hangzhou",
        {"en": "Riverside Gardens", "zh-hant": "江畔花園", "fi": "Jokiranta"},
    ),
    "lakeview": ("湖光名邸", "hangzhou", {"en": "Lakeview Court", "fi": "Järvenkatse"}),
    "bayfront": ("海湾新城", "shenzhen", {"en": "Bayfront", "zh-hant": "海灣新城", "fi": "Lahdenranta"}),
    "brocade": ("锦绣园", "shenzhen", {"en": "Brocade Park", "zh-hant": "錦繡園", "fi": "Silkkipuisto"}),
    "kalaranta": ("Kalaranta", "helsinki", {"zh-hans": "渔岸公寓", "zh-hant": "漁岸公寓"}),
    "mantyla": ("Mäntylä", "helsinki", {"en": "Pinewood", "zh-hans": "松林苑", "zh-hant": "松林苑"}),
}
DEPARTMENTS = {
    "desk": ("客户服务中心", {"en": "Client service", "zh-hant": "客戶服務中心", "fi": "Asiakaspalvelu"}),
    "engineering": ("工程部", {"en": "Engineering", "fi": "Rakennusosasto"}),
    "sales": ("销售部", {"en": "Sales", "zh-hant": "銷售部", "fi": "Myynti"}),
    "design": ("设计部", {"en": "Design", "zh-hant": "設計部", "fi": "Suunnittelu"}),
    "property": (
        "物业服务部",
        {"en": "Property service", "zh-hant": "物業服務部", "fi": "Kiinteistöpalvelu"},
    ),
    "legal": ("法务部", {"en": "Legal", "zh-hant": "法務部", "fi": "Lakiosasto"}),
    "warehouse": ("仓储部", {"en": "Warehouse", "zh-hant": "倉儲部", "fi": "Varasto"}),
    "marketing": ("市场部", {"en": "Marketing", "zh-hant": "行銷部", "fi": "Markkinointi"}),
}
ABROAD = {"helsinki": {"timezone": "Europe/Helsinki", "currency": "EUR"}}


def load(world, *, now) -> None:
    """Leave `world.cities`, `world.projects` and `world.departments`, each by its code."""
    regions = {code: _keep(Region, code, name, names) for code, (name, names) in REGIONS.items()}
    world.cities = {
        code: _keep(City, code, name, names, region=regions[region], country=country)
        for code, (name, region, country, names) in CITIES.items()
    }
    world.projects = {
        code: _keep(Project, code, name, names, city=world.cities[city], **ABROAD.get(city, {}))
        for code, (name, city, names) in PROJECTS.items()
    }
    world.departments = {
        code: _keep(Department, code, name, names, kind=code) for code, (name, names) in DEPARTMENTS.items()
    }


def _keep(model, code, name, names, **fields):
    row, _ = model.objects.get_or_create(code=code, defaults={"name": name, "names": names, **fields})
    return row
