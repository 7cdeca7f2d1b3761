"""An engineer on his phone sees how it was, takes a photo of how it is, and stands in his list again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm import clock
from service_desk.attachments import services as attaching
from service_desk.repairs import services
from tests.browser.stage import assigned
from tests.casepage import pictures

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def visit(alice, hong, chen, home_1201):
    now = clock.now()
    case = assigned(alice, chen, home_1201)
    attaching.add(
        alice, case, stage="problem", name="before.jpg", content=pictures.photo(size=(800, 600)), now=now
    )
    order = services.order(alice, case, description="重做卫生间防水", now=now)
    times = [(now + timedelta(minutes=1), now + timedelta(minutes=31))]
    call = services.offer(alice, order, engineer=hong, times=times, now=now)
    return services.choose(alice, call, position=1, now=now)


def test_a_photo_of_the_result_is_one_press_away(open_as, hong, visit, tmp_path):
    mine = f"/desk/repairs/mine/?on={timezone.localdate(visit.starts_at)}"
    page = open_as(hong, mine, **PHONE)
    assert page.locator(".dk-strip img").count() == 1
    taken = tmp_path / "after.jpg"
    taken.write_bytes(pictures.photo(size=(800, 600), colour=(20, 140, 120)))
    page.locator(".dk-strip input[type=file]").set_input_files(taken)
    page.locator("#ds-toasts .ds-toast").wait_for()
    page.goto(mine)
    assert page.locator(".dk-strip img").count() == 2
    camera = page.locator(".dk-strip-camera").bounding_box()
    assert camera["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
