"""One concern told twice is dealt with once; nothing is moved, and everything can be taken back."""

import pytest

from crm.errors import IllegalMove, Refused
from crm.messages.models import OutgoingMessage
from service_desk.cases import selectors, services
from service_desk.clocks.models import Deadline
from service_desk.linking import services as linking
from service_desk.linking.models import CaseMerge
from service_desk.linking.selectors import kin_of
from tests.cases.story import facts, nothing_changes


def merge(story, case, into, **given):
    return linking.merge(story.alice, case, into=into, because="同一处漏水", now=story.now, **given)


def running(case):
    return Deadline.objects.running().filter(case=case).count()


def test_the_merged_case_rests_and_the_other_goes_on(story):
    gone, kept = story.drive("assigned"), story.drive("investigating")
    merge(story, gone, kept)
    gone, kept = story.fresh(gone), story.fresh(kept)
    assert (gone.status, gone.merged_into, kept.status) == ("merged", kept, "investigating")
    assert (running(gone), gone.due_at) == (0, None)
    assert running(kept) > 0
    assert [row.gone for row in kin_of(kept, reader=story.alice).taken_in] == [gone]
    assert facts("CaseMerged") == [
        {"case_id": gone.pk, "kept_id": kept.pk, "owner_id": story.chen.pk, "undone": False}
    ]


def test_both_histories_say_what_happened_and_keep_what_they_had(story):
    gone, kept = story.drive("transferred"), story.drive("assigned")
    before = gone.history.count()
    merge(story, gone, kept)
    assert gone.history.count() == before + 1
    newest = gone.history.latest("id")
    assert (newest.verb, newest.because, newest.detail["other"]) == ("merged", "同一处漏水", kept.number)
    assert kept.history.latest("id").verb == "took_in"


def test_the_owner_reads_in_his_language_under_which_number_it_goes_on(story):
    type(story.chen).objects.filter(pk=story.chen.pk).update(email="chen@example.com")
    gone, kept = story.drive("assigned"), story.drive("assigned")
    merge(story, gone, kept)
    said = gone.messages.latest("id")
    assert said.direction == "out"
    assert kept.number in said.body
    assert gone.number in said.body
    assert OutgoingMessage.objects.filter(subject_ref=f"case:{gone.number}", language="zh-hans").exists()


def test_a_merge_is_taken_back_with_its_clocks(story):
    gone, kept = story.drive("transferred"), story.drive("assigned")
    before = sorted(Deadline.objects.running().filter(case=gone).values_list("kind", "due_at", "fires_at"))
    due = story.fresh(gone).due_at
    merge(story, gone, kept)
    linking.undo_merge(story.bob, gone, because="是两处不同的漏水", now=story.later(hours=1))
    gone = story.fresh(gone)
    assert (gone.status, gone.merged_into, gone.due_at) == ("transferred", None, due)
    after = sorted(Deadline.objects.running().filter(case=gone).values_list("kind", "due_at", "fires_at"))
    assert after == before
    assert CaseMerge.objects.get().undone_by == story.bob
    assert kin_of(story.fresh(kept), reader=story.alice).taken_in == []
    services.answer_slip(story.hong, gone.slips.get(), solution="重做", now=story.later(hours=2))


def test_while_it_rests_nobody_works_on_it_and_nobody_is_asked_to(story):
    gone, kept = story.drive("transferred"), story.drive("assigned")
    slip = gone.slips.get()
    assert selectors.my_slips(story.hong) == [slip]
    merge(story, gone, kept)
    assert selectors.my_slips(story.hong) == []
    assert gone.number not in {
        row["number"] for row in selectors.queue(story.alice, "open", {}, now=story.now)
    }
    with nothing_changes(), pytest.raises(IllegalMove):
        services.answer_slip(story.hong, slip, solution="重做", now=story.now)


def test_what_was_merged_cannot_be_merged_again_nor_take_anything_in(story):
    first, second, third = (story.drive("assigned") for _each in range(3))
    merge(story, first, second)
    with nothing_changes(), pytest.raises(IllegalMove):
        merge(story, first, third)
    with nothing_changes(), pytest.raises(IllegalMove):
        merge(story, third, first)
    merge(story, second, third)  # a chain is no circle
    with nothing_changes(), pytest.raises(IllegalMove):
        merge(story, third, first)


@pytest.mark.parametrize("status", ["closed", "merged"])
def test_a_case_that_rests_or_is_closed_takes_nothing_in(story, status):
    rested, case = story.drive(status), story.drive("assigned")
    with nothing_changes(), pytest.raises(IllegalMove):
        merge(story, case, rested)
    with nothing_changes(), pytest.raises(IllegalMove):
        merge(story, rested, case)


def test_another_owners_case_stays_his_own(story, hua):
    theirs = story.register(owner=hua, home=None)
    ours = story.drive("assigned")
    for gone, kept in ((theirs, ours), (ours, theirs)):
        with nothing_changes(), pytest.raises(Refused) as refusal:
            merge(story, gone, kept)
        assert refusal.value.code == "other_owner"


def test_a_case_without_owner_goes_into_one_that_has_one(story):
    unknown, known = story.register(owner=None, home=None), story.drive("assigned")
    merge(story, unknown, known)
    assert story.fresh(unknown).status == "merged"
    assert not unknown.messages.exists()
    linking.undo_merge(story.bob, unknown, because="不是他", now=story.now)
    assert story.fresh(unknown).status == "registered"


def test_without_a_reason_nothing_is_merged_or_taken_back(story):
    gone, kept = story.drive("assigned"), story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused):
        linking.merge(story.alice, gone, into=kept, because=" ", now=story.now)
    merge(story, gone, kept)
    with nothing_changes(), pytest.raises(Refused):
        linking.undo_merge(story.bob, gone, because="", now=story.now)


def test_what_is_not_merged_cannot_be_taken_back(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(IllegalMove):
        linking.undo_merge(story.bob, case, because="试试", now=story.now)


def test_a_case_does_not_go_into_itself(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(Refused):
        merge(story, case, case)
