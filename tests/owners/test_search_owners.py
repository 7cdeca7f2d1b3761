"""Owners and homes as they are looked for: mistyped, by sound, in any order; the best first, the fitting marked."""

import random

import pytest

from crm.text.nearness import ALPHABET, near_words
from owners.finding.answers import homes as homes_answer
from owners.finding.answers import owners as owners_answer
from owners.finding.asked import Asked
from owners.finding.homes import find_homes
from owners.finding.marking import name_marked
from owners.finding.owners import find_owners
from owners.finding.ranking import ranked_owners
from owners.finding.ways import Fit

from .staging import add_home, add_owner

pytestmark = pytest.mark.django_db


def names(user, query, size=20):
    return [match.owner.name for match in ranked_owners(user, query, size)]


def fits(user, query, size=20):
    return {match.owner.name: match.fit for match in ranked_owners(user, query, size)}


@pytest.fixture
def town(alice, riverside, now):
    """People whose names are alike in one way or another."""
    called = ["张伟", "張偉", "章炜", "张伟明", "王小张", "张卫国", "吕布", "Matti Virtanen", "Päivi Mäkinen"]
    return {name: add_owner(alice, riverside, now, name=name) for name in called}


def test_pinyin_finds_both_scripts_and_the_exact_sound_comes_first(alice, town):
    found = names(alice, "zhangwei")
    assert set(found[:3]) == {"张伟", "張偉", "章炜"}
    assert set(found[3:5]) == {"张伟明", "张卫国"}, "what only begins so stands behind"


@pytest.mark.parametrize("query", ["zhang wei", "ZhangWei", "zhang-wei", "weizhang", "wei zhang", "zw"])
def test_ways_to_write_zhang_wei(alice, town, query):
    assert {"张伟", "張偉"} <= set(names(alice, query))


def test_initials_stand_below_exact_ones(alice, riverside, now, town):
    add_owner(alice, riverside, now, name="Zw")
    assert fits(alice, "zw")["Zw"] == Fit.EXACT
    assert fits(alice, "zw")["张伟"] == Fit.INITIALS
    assert names(alice, "zw")[0] == "Zw"


def test_characters_before_beginning_before_sound(alice, town):
    found = fits(alice, "张伟")
    assert found["张伟"] == found["張偉"] == Fit.EXACT
    assert found["张伟明"] == Fit.BEGINS
    assert found["章炜"] == Fit.SOUNDS
    assert list(found.values()) == sorted(found.values())


def test_a_homophone_finds_whom_it_sounds_like(alice, town):
    assert names(alice, "张玮")[0] in {"张伟", "張偉", "章炜"}


@pytest.mark.parametrize("query", ["lvbu", "lubu", "lübu", "Lü Bu", "lyubu"])
def test_u_and_v_and_their_dots_are_one(alice, town, query):
    assert names(alice, query) == ["吕布"]


@pytest.mark.parametrize("query", ["Makinen", "makinen paivi", "Päivi Mäkinen", "Mäkinen"])
def test_marks_may_be_left_out(alice, town, query):
    assert names(alice, query) == ["Päivi Mäkinen"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("zhangwie", "张伟"),
        ("zhagnwei", "张伟"),
        ("zhangwi", "张伟"),
        ("zhangweii", "张伟"),
        ("Virtannen", "Matti Virtanen"),
        ("Matti Virtaten", "Matti Virtanen"),
        ("Virtaten Matti", "Matti Virtanen"),
        ("Virtnaen", "Matti Virtanen"),
    ],
)
def test_one_slip_of_the_finger_is_forgiven(alice, town, query, name):
    assert name in names(alice, query)
    assert find_owners(alice, query).filter(name=name).exists(), "the lists find him too"


def test_every_slip_of_every_name_is_found(alice, town):
    """Recall: whatever one slip makes of a name, the name is found by it."""
    chance = random.Random(5)  # noqa: S311
    for name, sound in (
        ("张伟明", "zhangweiming"),
        ("Matti Virtanen", "mattiuirtanen"),
        ("王小张", "wangxiaozhang"),
    ):
        for slip in chance.sample(near_words(sound), 25):
            assert name in names(alice, slip), slip


def test_near_words_are_exactly_those_one_slip_away():
    near = set(near_words("abcd"))
    assert {"abd", "abdc", "abxd", "abxcd", "bcd", "abcde"} <= near
    assert not {"abcd", "abxy", "ab", "abcdee"} & near
    assert len(near) <= 4 + 3 + 4 * len(ALPHABET) + 5 * len(ALPHABET)


def test_two_slips_find_nobody(alice, town):
    """The negative control: not everything is near everything."""
    assert names(alice, "zhongwai") == []
    assert names(alice, "Vortanan") == []


def test_the_exact_ones_hide_those_that_are_only_near(alice, riverside, now, town):
    for _ in range(3):
        add_owner(alice, riverside, now, name="王维")
    add_owner(alice, riverside, now, name="万维")
    assert set(names(alice, "wangwei")) == {"王维"}


def test_who_lives_in_another_city_is_never_near(dan, town):
    for query in ("zhangwei", "zhangwie", "zw", "张伟", "Virtannen"):
        assert names(dan, query) == []


def test_last_four_digits_before_the_homes_of_that_number(alice, chen, riverside, now):
    other = add_owner(alice, riverside, now, name="李四", phone="13900001201")
    found = fits(alice, "1201")
    assert found[other.name] == Fit.LAST4 and found[chen.name] == Fit.HOME
    assert names(alice, "1201")[0] == other.name


@pytest.mark.parametrize(
    "query",
    [
        "1201 3栋 江畔",
        "江畔花园 3-2-1201",
        "3-2-1201",
        "3栋2单元1201室",
        "1201 江畔 2单元 3號樓",
        "03-02-1201",
    ],
)
def test_an_address_in_any_order(alice, chen, home_1201, query):
    assert list(find_homes(alice, query)) == [home_1201]
    assert names(alice, query) == [chen.name]


@pytest.mark.parametrize(
    "query",
    ["Kalarannankatu 4 B 12", "4B12", "4 b 12", "kalarannankatu 4, rappu B, as. 12", "B 12 kalaranta"],
)
def test_a_finnish_address(alice, riverside, now, query):
    from owners.homes import services as homes

    def add(entrance, unit):
        address = f"Kalarannankatu 4 {entrance} {unit}, Kalaranta"
        return homes.add_home(
            alice, riverside, building="1", entrance=entrance, floor=3, unit=unit, address=address, now=now
        )

    home = add("B", "12")
    add("B", "21")
    add("A", "12")
    assert list(find_homes(alice, query)) == [home]


def test_a_number_is_a_whole_part_of_an_address(alice, riverside, now):
    thirteen = add_home(alice, riverside, now, building="13", floor=5, unit="02")
    three = add_home(alice, riverside, now, building="3", floor=5, unit="02")
    assert list(find_homes(alice, "3栋 502")) == [three]
    assert list(find_homes(alice, "13-1-502")) == [thirteen]


def test_a_number_still_being_typed_finds_as_any_part(alice, home_1201):
    assert home_1201 in find_homes(alice, "3-2-12")


def marks(pieces):
    return [piece.text for piece in pieces if piece.marked]


@pytest.mark.parametrize(
    ("name", "query", "fit", "shown"),
    [
        ("張偉", "张伟", Fit.EXACT, ["張偉"]),
        ("張偉", "zhang", Fit.BEGINS, ["張"]),
        ("王小张", "xiao", Fit.PART, ["小"]),
        ("张伟", "zhangw", Fit.BEGINS, ["张伟"]),
        ("张伟", "zw", Fit.INITIALS, ["张伟"]),
        ("Päivi Mäkinen", "makinen", Fit.PART, ["Mäkinen"]),
        ("Matti Virtanen", "Virta", Fit.PART, ["Virta"]),
        ("章炜", "张伟", Fit.SOUNDS, ["章炜"]),
    ],
)
def test_the_right_characters_are_marked(name, query, fit, shown):
    pieces = name_marked(name, Asked(query), fit)
    assert marks(pieces) == shown
    assert "".join(piece.text for piece in pieces) == name


def test_a_found_phone_shows_its_last_digits_and_no_more(rf, alice, chen):
    request = rf.get("/")
    request.user = alice
    hit = owners_answer(request, "5678", 5).hits[0]
    shown = ["".join(piece.text for piece in line) for line in hit.lines]
    assert any(line.endswith("5678") for line in shown)
    assert not any(chen.phone in line for line in shown)


def test_the_parts_of_an_address_are_marked(rf, alice, home_1201):
    request = rf.get("/")
    request.user = alice
    hit = homes_answer(request, "1201 江畔", 5).hits[0]
    assert marks(hit.title) == ["1201"]
    assert marks(hit.lines[0]) in (["江畔"], []), "a project is named in the reader's language"


def test_as_many_statements_for_one_as_for_many(alice, riverside, now, django_assert_max_num_queries):
    for _ in range(25):
        add_owner(alice, riverside, now, name="张伟")
    with django_assert_max_num_queries(3):  # grants, projects, names
        assert len(ranked_owners(alice, "张伟", 20)) == 20


def test_by_what_one_sees_nothing_of_one_finds_nobody(alice, eve, mei, riverside, now):
    said = {"phone": "13812345678", "email": "li@example.com", "identity": "11010519491231002X"}
    owner = add_owner(alice, riverside, now, name="李雷", **said)
    for query in ("5678", "13812345678", said["email"], said["identity"]):
        assert list(find_owners(alice, query)) == [owner] and names(alice, query) == ["李雷"]
        assert not find_owners(eve, query) and not names(eve, query), f"an executive learns by {query}"
    assert names(eve, "李雷") == ["李雷"]
    assert names(mei, "5678") == ["李雷"] and not names(mei, said["identity"])
