"""Whatever of the house points at an owner is on the list of ties, so that a merge, an export and an erasure reach it."""

import pytest
from django.db.models import UniqueConstraint

from crm.privacy.classification import our_models
from owners.people.models import Owner
from owners.ties import AtErasure, Form, Tie, all_ties, direct_ties, moving_ties


def keys_to_owners():
    """Every foreign key of the house that points at an owner."""
    return {
        (model._meta.label, field.name)
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Owner and model is not Owner
    }


def test_every_key_to_an_owner_is_on_the_list():
    said = {(tie.model, tie.path) for tie in direct_ties()}
    assert keys_to_owners() - said == set()


def test_the_list_names_nothing_that_is_not_there():
    for tie in all_ties():
        if tie.form is Form.KEY and tie.find is None:
            assert str(tie.table.objects.filter(**{tie.path: 1}).query)  # a wrong path does not compile


def test_an_unlisted_key_is_noticed(monkeypatch):
    case = next(tie for tie in direct_ties() if tie.model == "service_desk.Case")
    monkeypatch.setattr("owners.ties._ties", {(t.model, t.path): t for t in all_ties() if t is not case})
    with pytest.raises(AssertionError):
        test_every_key_to_an_owner_is_on_the_list()


def test_what_is_kept_says_by_which_duty():
    for tie in all_ties():
        assert tie.erasure is not AtErasure.KEEP or tie.because, tie


def test_what_does_not_follow_a_merge_says_why():
    staying = [tie for tie in direct_ties() if tie not in moving_ties()]
    assert {tie.model for tie in staying} >= {"owners.Merge", "owners.DuplicatePair"}
    assert all(len(tie.stays) > 20 for tie in staying)


def unique_for_an_owner():
    """(tie, constraint) for every unique constraint that has the owner among its columns."""
    for tie in moving_ties():
        for constraint in tie.table._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and tie.path in constraint.fields:
                yield tie, constraint


def test_what_may_stand_once_for_an_owner_is_named_so_that_a_merge_does_not_break_on_it():
    lacking = [
        f"{tie.model}: {constraint.name}"
        for tie, constraint in unique_for_an_owner()
        if set(constraint.fields) - {tie.path} != set(tie.alike)
        or bool(constraint.condition) != bool(tie.alike_while)
    ]
    assert lacking == []


def test_an_unnamed_one_is_noticed(monkeypatch):
    monkeypatch.setattr(Tie, "alike", property(lambda tie: ()), raising=False)
    with pytest.raises(AssertionError):
        test_what_may_stand_once_for_an_owner_is_named_so_that_a_merge_does_not_break_on_it()
