"""The demonstration town's import: a list from the sales office, of which some rows came back with their reasons."""

import csv
import io

from crm.imports.guide import services as guide
from crm.imports.services import start
from crm.jobs.work import work_off

HEADING = ("客户编号", "姓名", "手机号", "性别", "出生日期", "房号", "份额", "登记日期")
ROWS = (
    ("XS-0101", "秦思源", "139 5711 0101", "男", "1987-04-12", "", "", "2026-09-03"),
    ("XS-0102", "柳如烟", "13957110102", "女", "1990年11月2日", "", "", "2026-09-03"),
    ("XS-0103", "翁明达", "+86 139-5711-0103", "先生", "31051", "", "", "2026/9/5"),
    ("XS-0104", "蓝天佑", "13957110104/13957110999", "男", "1979-01-20", "", "", "2026-09-06"),
    ("XS-0105", "祝小满", "1.39571E+10", "女", "1995-06-01", "", "", "2026-09-06"),
    ("XS-0106", "耿直", "139****0106", "男", "1983-02-30", "", "", "2026-09-07"),
    ("XS-0107", "简单", "0571-88001107转12", "女", "", "99-9-9999", "", "2026-09-08"),
    ("XS-0108", "Aino Niemi", "+358 40 765 0108", "nainen", "8.3.1985", "", "", "9.9.2026"),
    ("XS-0109", "", "13957110109", "男", "", "", "", "2026-09-09"),
    ("XS-0110", "包打听", "13957110110", "保密", "", "", "", "2026-09-10"),
)


def load(world, *, now) -> None:
    """As Bob does it: upload, look, go on, take; half of the rows are good."""
    bob, project = world.staff.get("bob"), world.projects.get("riverside")
    if bob is None or project is None:
        return
    draft = guide.upload(
        bob, kind="owners", file=io.BytesIO(_file()), file_name="销售部客户名单.csv", project=project, now=now
    )
    run = guide.take_on(bob, draft, now=now)
    work_off(start(bob, run, dry=False, now=now).job_id, clock=lambda: now)


def _file() -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADING, *ROWS])
    return text.getvalue().encode("gb18030")
