"""The room can do what its catalogue says and no more: nothing suppresses a post, nobody speaks as somebody else."""

import inspect

import pytest

from service_desk.crisis import catalogue, forms, models, serializers, services
from service_desk.crisis.services import posts, recording, room, statements
from tests.architecture.routes import routes


def of_the_room():
    return [route for route in routes() if "/crisis" in route.path or "/crises" in route.path]


def name_of(route) -> str:
    name = route.name.removeprefix("api-")
    return name.rpartition(":")[2]


def test_every_route_of_the_room_stands_in_the_catalogue_with_its_verb():
    known = {ability.name: ability.verb for ability in catalogue.ABILITIES}
    found = of_the_room()
    assert len(found) > 25
    for route in found:
        name = name_of(route)
        assert name in known, route.path
        for method, verb in route.verbs().items():
            reads = method == "GET" or verb == "crisis.view"
            assert verb == known[name] or reads, (route.path, method, verb)


def test_the_catalogue_names_nothing_that_is_not_there():
    there = {name_of(route) for route in of_the_room()}
    assert {ability.name for ability in catalogue.ABILITIES} <= there


def test_no_route_takes_anything_away():
    assert not [route.path for route in of_the_room() if {"DELETE", "PUT", "PATCH"} & set(route.verbs())]


def words_of_the_room():
    """Every name by which the room can be asked to do something."""
    for route in of_the_room():
        yield from (route.path, route.name)
        yield from map(str, route.verbs().values())
    yield from services.__all__
    for module in (posts, recording, room, statements):
        yield from (name for name, _thing in inspect.getmembers(module, inspect.isfunction))
    for form in vars(forms).values():
        if isinstance(form, type) and hasattr(form, "base_fields"):
            yield from form.base_fields
    for name, thing in vars(serializers).items():
        if name.endswith("In") and isinstance(thing, type):
            yield from thing().fields


@pytest.mark.parametrize("word", catalogue.SUPPRESSING)
def test_no_route_verb_or_field_suppresses_or_pretends(word):
    assert not [said for said in words_of_the_room() if word in said.lower()]


def test_control_such_a_word_would_be_noticed(monkeypatch):
    monkeypatch.setattr(services, "__all__", [*services.__all__, "hide_post"])
    with pytest.raises(AssertionError):
        test_no_route_verb_or_field_suppresses_or_pretends("hide")


def test_whatever_is_written_bears_the_name_of_who_is_signed_in():
    """No service takes an author beside its actor."""
    for name in services.__all__:
        given = set(inspect.signature(getattr(services, name)).parameters)
        assert not given & {"by", "written_by", "answered_by", "sender", "speaker", "signed_as", "account"}, (
            name
        )


def test_a_post_is_kept_whoever_asks(room):
    from django.db import DatabaseError, transaction

    post = room.post()
    with pytest.raises(DatabaseError), transaction.atomic():
        models.Post.objects.filter(pk=post.pk).delete()
    assert models.Post.objects.filter(pk=post.pk).exists()


def test_the_page_says_what_the_room_never_does(room, signed_in):
    text = signed_in(room.eve).get("/desk/crises/").content.decode()
    assert str(catalogue.NEVER[0]) in text
    assert str(catalogue.ABILITIES[-1].words)[1:] in text
