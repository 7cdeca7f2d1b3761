"""On the page of a case its tags are read, put on and taken off; the sheet of keys names the key."""

from service_desk.workspace import selectors, services
from tests.cases.story import nothing_changes


def names(case):
    return [row.tag.name for row in selectors.tags_of(case)]


def test_a_tag_is_put_on_and_taken_off_on_the_page(story, signed_in):
    case, client = story.drive("assigned"), signed_in(story.alice)
    page = f"/desk/cases/{case.number}/"
    assert 'data-key="l"' in client.get(page).content.decode()
    assert client.post(f"{page}tags/", {"tag": "漏水 复发"}).status_code == 302
    assert names(case) == ["漏水 复发"]
    shown = client.get(page).content.decode()
    assert '<span class="dk-tag">漏水 复发</span>' in shown
    assert "<kbd>l</kbd>" in shown[shown.index('id="ds-keys"') :]
    client.post(f"{page}tags/removal/", {"tag": "漏水 复发"})
    assert names(case) == []


def test_an_empty_tag_and_a_stranger_change_nothing(story, signed_in, dan, eve):
    case = story.drive("assigned")
    services.tag(story.alice, case, name="漏水", now=story.now)
    page = f"/desk/cases/{case.number}/"
    client = signed_in(story.alice)
    with nothing_changes():
        client.post(f"{page}tags/", {"tag": " "})
    assert signed_in(dan).post(f"{page}tags/", {"tag": "x"}).status_code == 404
    reader = signed_in(eve)
    assert reader.post(f"{page}tags/removal/", {"tag": "漏水"}).status_code == 403
    shown = reader.get(page).content.decode()
    assert '<span class="dk-tag">漏水</span>' in shown
    assert f"{page}tags/" not in shown
    assert names(case) == ["漏水"]
