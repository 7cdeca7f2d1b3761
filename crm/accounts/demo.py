"""The demonstration town's staff: one person a role, and two teams more, so that scopes can be seen at work."""

from crm.accounts import services
from crm.accounts.models import Role, User

PASSWORD = "doorstep-demo"  # noqa: S105  the town is public
STAFF = {
    # username: (name, language, role, city, department)
    "alice": ("Alice Wen 温雅", "zh-hans", Role.AGENT, "hangzhou", "desk"),
    "anna": ("Anna Luo 罗安娜", "zh-hans", Role.AGENT, "hangzhou", "desk"),
    "bob": ("Bob Shi 施博", "zh-hans", Role.SUPERVISOR, "hangzhou", "desk"),
    "dan": ("Dan Mo 莫丹", "zh-hans", Role.AGENT, "shenzhen", "desk"),
    "ling": ("Ling Au 區玲", "zh-hant", Role.AGENT, "shenzhen", "desk"),
    "fang": ("Fang Rui 方瑞", "zh-hans", Role.SUPERVISOR, "shenzhen", "desk"),
    "sofia": ("Sofia Virtanen", "fi", Role.AGENT, "helsinki", "desk"),
    "mikko": ("Mikko Laine", "fi", Role.SUPERVISOR, "helsinki", "desk"),
    "hong": ("Hong Gong 洪工", "zh-hans", Role.HANDLER, None, "engineering"),
    "shen": ("Shen Xiao 沈销", "zh-hans", Role.HANDLER, None, "sales"),
    "ding": ("Ding She 丁设", "zh-hans", Role.HANDLER, None, "design"),
    "wu": ("Wu Guan 吴管", "zh-hans", Role.HANDLER, None, "property"),
    "lu": ("Lu Fa 陆法", "zh-hans", Role.HANDLER, None, "legal"),
    "cai": ("Cai Fang 蔡访", "zh-hans", Role.CALLBACK, None, None),
    "mei": ("Mei Shang 梅赏", "zh-hans", Role.MARKETING, None, None),
    "eve": ("Eve Zong 宗夏", "en", Role.EXECUTIVE, None, None),
    "sam": ("Sam Yan 严申", "en", Role.SPOKESPERSON, None, None),
    "pia": ("Pia Korhonen", "fi", Role.PRIVACY, None, None),
    "ada": ("Ada Guan 管达", "en", Role.ADMINISTRATOR, None, None),
}


def load(world, *, now) -> None:
    """Leave `world.staff`, username → User; everybody's password is the one printed at the start."""
    machine = services.system_user("coordination")
    world.staff = {name: _hire(world, machine, name, *row, now=now) for name, row in STAFF.items()}


def _hire(world, machine, username, name, language, role, city, department, *, now):
    user = User.objects.filter(username=username).first() or User.objects.create_user(
        username, PASSWORD, display_name=name, language=language, joined_at=now
    )
    services.grant(
        machine,
        user,
        role=role,
        city=world.cities.get(city),
        department=world.departments.get(department),
        now=now,
    )
    return user
