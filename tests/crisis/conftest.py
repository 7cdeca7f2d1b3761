"""A leak that a journalist has heard of: Sam speaks, Bob leads, Eve approves."""

from datetime import timedelta

import pytest

from service_desk.crisis import services
from tests.cases.conftest import story as story

TEXTS = {
    "zh-hans": "我们已派专家到场，周五公布检测结果。",
    "en": "Experts are on site; we publish the findings on Friday.",
}


class Room:
    """A crisis of Chen's case, and short ways to what tests need of it."""

    def __init__(self, story, sam, eve):
        self.story, self.sam, self.eve, self.bob, self.alice = story, sam, eve, story.bob, story.alice
        self.now = story.now
        self.case = story.drive("assigned", impact={"safety": True, "media": True})
        self.crisis = self.open(cases=[self.case])

    def open(self, **given):
        said = {
            "project": self.story.project, "title": "记者来电询问漏水", "trigger": "media",
            "facts": "三户漏水，原因尚未查明。", "spokesperson": self.sam, "now": self.now,
        }  # fmt: skip
        return services.open_crisis(self.bob, **{**said, **given})

    def draft(self, by=None, **texts):
        return services.draft_statement(by or self.bob, self.crisis, texts=texts or TEXTS, now=self.now)

    def issued(self, **texts):
        row = services.approve_statement(self.eve, self.draft(**texts), now=self.now)
        return services.publish_statement(self.sam, row, now=self.now)

    def post(self, **given):
        said = {
            "platform": "微博",
            "words": "他们的房子漏水没人管",
            "author": "路人甲",
            "posted_at": self.now,
            "now": self.now,
        }
        return services.register_post(self.bob, self.crisis, **{**said, **given})

    def contact(self, **given):
        said = {
            "outward": False,
            "way": "phone",
            "kind": "media",
            "counterpart": "晚报 王记者",
            "said": "问是否有人受伤",
        }
        return services.log_contact(self.bob, self.crisis, now=self.now, **{**said, **given})

    def later(self, **span):
        return self.now + timedelta(**span)


@pytest.fixture
def room(story, sam, eve):
    return Room(story, sam, eve)
