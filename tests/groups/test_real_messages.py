"""Real messages of citizens that nobody of ours wrote: the matter known to be hot in them is found.

Of the 30 published messages ten are about one compound, several of them about noise by night within two weeks.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.text import normalise
from service_desk.groups import rules, topics
from service_desk.groups.rules import Detection, Report

FILE = Path(__file__).parents[3] / "shared" / "data" / "complaints_zh" / "附件3.xlsx"
COMPOUND = "魅力之城"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the real messages lie beside the repository only")


def messages():
    head, *rows = CalamineWorkbook.from_path(str(FILE)).get_sheet_by_index(0).to_python()
    for row in rows:
        yield dict(zip(head, row, strict=True))


def reports():
    """Each writer is a home; the compound is one place, all other places another each."""
    homes: dict = defaultdict(lambda: len(homes))
    for number, row in enumerate(messages()):
        words = normalise(f"{row['留言主题']} {row['留言详情']}")
        place = 1 if COMPOUND in str(row["留言主题"]) else 100 + number
        matters = rules.matters_of(words, "other", topics.SHIPPED)
        yield Report(number, homes[row["留言用户"]], {"entrance": place}, matters, row["留言时间"])


def test_the_compound_everybody_complained_of_is_found_and_nothing_else():
    found = rules.detect(reports(), Detection(topics=topics.SHIPPED), {("entrance", 1): 0})
    assert {cluster.place for cluster in found} == {1}
    assert {cluster.matter for cluster in found} <= {"topic:noise", "topic:fumes"}
    assert max(len(cluster.homes) for cluster in found) >= 3
