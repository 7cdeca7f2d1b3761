import pytest
from django.urls import reverse

from crm import clock as the_clock
from service_desk.figures import catalogue, exporting


@pytest.fixture(autouse=True)
def later(monkeypatch, story):
    moment = story.later(days=20)
    monkeypatch.setattr(the_clock, "now", lambda: moment)
    return moment


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant", "fi"])
def test_the_board_stands_in_every_language(story, signed_in, eve, language):
    story.drive("closed")
    eve.language = language
    eve.save(update_fields=["language"])
    assert signed_in(eve).get(reverse("desk:figures")).status_code == 200


def test_the_closing_rate_never_stands_without_the_repeat_rate(story, signed_in, eve):
    story.drive("closed")
    board = signed_in(eve).get(reverse("desk:figures")).context["board"]
    keys = [card.counted.figure.key for card in board["desk"]]
    assert "repeat_30" not in keys
    (closing,) = [card for card in board["desk"] if card.counted.figure.key == "closing_rate"]
    assert [card.counted.figure.key for card in closing.beside] == ["repeat_30", "repeat_90"]


def test_a_click_leads_to_as_many_rows_as_the_figure_counts(story, signed_in, eve):
    for _each in range(2):
        story.drive("closed")
    story.drive("visiting")
    client = signed_in(eve)
    board = client.get(reverse("desk:figures") + "?period=1").context["board"]
    cards = [card for group in board.values() for whole in group for card in (whole, *whole.beside)]
    assert {card.counted.figure.key for card in cards} == {figure.key for figure in catalogue.figures()}
    for card in cards:
        page = client.get(card.rows_url)
        one = card.counted
        wanted = one.now.numerator if one.figure.unit == "percent" else one.now.denominator
        assert page.context["count"] == wanted, one.figure.key
        assert client.get(card.url).status_code == 200


def test_the_load_leads_to_the_cases_in_hand(story, signed_in, eve):
    case = story.drive("assigned")
    page = signed_in(eve).get(reverse("desk:figures_load", args=["alice"])).content.decode()
    assert case.number in page


def test_an_agent_reads_no_figures_and_an_unknown_one_is_not_found(story, signed_in, eve):
    assert signed_in(story.alice).get(reverse("desk:figures")).status_code == 403
    assert signed_in(eve).get(reverse("desk:figure", args=["nothing"])).status_code == 404


def test_a_filter_that_is_not_known_is_refused(story, signed_in, eve):
    client = signed_in(eve)
    assert client.get(reverse("desk:figures") + "?period=9").status_code == 422
    assert client.get(reverse("desk:figures") + "?project=nowhere").status_code == 422


def test_the_catalogue_says_what_each_figure_means(story, signed_in, eve):
    page = signed_in(eve).get(reverse("desk:figures_catalogue"))
    assert page.status_code == 200
    assert len(page.context["figures"]) == len(catalogue.figures())


def test_over_the_api(story, signed_in, eve):
    story.drive("closed")
    client = signed_in(eve)
    found = {row["key"]: row for row in client.get("/api/v1/figures?period=1").json()}
    assert found["closing_rate"]["now"] == {"numerator": 1, "denominator": 1}
    assert len(found["closing_rate"]["months"]) == 12
    rows = client.get("/api/v1/figures/closing_rate/rows?period=1&side=numerator").json()["results"]
    assert len(rows) == 1
    assert len(client.get("/api/v1/figures/catalogue").json()) == len(catalogue.figures())
    assert client.get("/api/v1/figures/load").json() == []
    assert signed_in(story.alice).get("/api/v1/figures").status_code == 403


def test_the_file_holds_what_the_board_shows(story, eve, later):
    story.drive("closed")
    export = exporting.board(eve, {"period": "1"}, now=later)
    rows = list(export.rows)
    assert len(rows) >= len(catalogue.figures())
    assert all(len(row) == len(export.columns) for row in rows)
