"""Cases of callers without a name that rest in a person's case: whoever erases the person decides each."""

import pytest

from crm.audit.models import AuditEntry
from crm.errors import Refused
from owners.models import Owner
from owners.privacy import checking, replaying, services
from owners.privacy import person as persons
from service_desk.cases.models import Case
from service_desk.linking import services as linking
from tests.cases.conftest import story  # noqa: F401
from tests.cases.story import WAY
from tests.people import NOW
from tests.privacy import canaries

pytestmark = pytest.mark.django_db
OWN, FOREIGN, FURTHER = "我是楼下的先生没留名字", "我是隔壁的女士没留名字", "再打一次电话没留名字"


@pytest.fixture
def rests(story):  # noqa: F811
    """Two callers without a name, and one who called again, all dealt with under a closed case of Chen's."""

    def called(words, into):
        case = story.register(owner=None, home=None, words=words, summary="漏水")
        linking.merge(story.alice, case, into=into, because="同一处漏水", now=NOW)
        return case.number

    kept = story.register()
    own = story.register(owner=None, home=None, words=OWN, summary="漏水")
    further = called(FURTHER, own)
    linking.merge(story.alice, own, into=kept, because="同一处漏水", now=NOW)
    numbers = {"own": own.number, "foreign": called(FOREIGN, kept), "further": further}
    for step in WAY[1:]:
        getattr(story, f"_to_{step}")(story.fresh(kept))
    return numbers


@pytest.fixture
def wish(pia, chen, rests, settings, tmp_path):
    settings.VAR = tmp_path
    return services.request_erasure(pia, chen, because="本人书面要求", now=NOW)


def left(words) -> list:
    return canaries.where(canaries.everything_told(), words)


def test_each_is_asked_about_the_one_within_another_too(chen, rests):
    assert {one.number for one in checking.perhaps(persons.of(chen))} == set(rests.values())


def test_what_was_his_goes_with_him_and_what_was_anothers_stays(pia, chen, rests, wish):
    also = [rests["own"], rests["further"]]
    services.confirm_erasure(pia, wish, typed=chen.number, also=also, now=NOW)
    assert left(OWN) == [] and left(FURTHER) == []
    assert left(FOREIGN)
    assert Case.objects.get(number=rests["foreign"]).owner is None
    told = AuditEntry.objects.get(verb="privacy.erase.unnamed")
    assert told.after == {"his": sorted(also), "others": [rests["foreign"]]}


@pytest.mark.parametrize("number", ["2026-999999", "kept"])
def test_no_other_case_is_erased_by_the_way(pia, chen, dai, rests, wish, number, story):  # noqa: F811
    number = story.register(owner=None, home=None).number if number == "kept" else number
    with pytest.raises(Refused):
        services.confirm_erasure(pia, wish, typed=chen.number, also=[number], now=NOW)
    assert Owner.objects.get(pk=chen.pk).erased_at is None and left(OWN)


def test_on_the_page_each_must_be_decided(signed_in, pia, chen, rests, wish):
    client, path = signed_in(pia), f"/privacy/erasures/{wish.public_id}/"
    page = client.get(path).content.decode()
    assert all(f"whose-{number}" in page for number in rests.values())
    assert not any(words in page for words in (OWN, FOREIGN, FURTHER))
    sent = {"typed": chen.number, f"whose-{rests['own']}": "his"}
    refused = client.post(f"{path}confirm/", sent)
    assert refused.status_code == 422 and 'value="his" required checked' in refused.content.decode()
    assert Owner.objects.get(pk=chen.pk).erased_at is None
    sent |= {f"whose-{rests[name]}": "other" for name in ("foreign", "further")}
    assert client.post(f"{path}confirm/", sent).status_code == 302
    assert left(OWN) == [] and left(FOREIGN) and left(FURTHER)


def test_the_api_does_the_same(api, pia, chen, rests, wish):
    shown = api(pia).get(f"erasures/{wish.public_id}").json()
    assert {one["number"] for one in shown["perhaps"]} == set(rests.values())
    sent = {"typed": chen.number, "also": [rests["foreign"]]}
    assert api(pia).post(f"erasures/{wish.public_id}/confirmation", sent).status_code == 201
    assert left(FOREIGN) == [] and left(OWN)


def test_what_a_restore_brings_back_goes_again(pia, chen, rests, wish, django_capture_on_commit_callbacks):
    was = Owner.objects.filter(pk=chen.pk).values().get()
    case = Case.objects.filter(number=rests["own"]).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        services.confirm_erasure(pia, wish, typed=chen.number, also=[rests["own"]], now=NOW)
    assert rests["own"] not in replaying.journal_file().read_text()
    Owner.objects.filter(pk=chen.pk).update(**{name: was[name] for name in ("name", "erased_at", "number")})
    words = {name: case[name] for name in ("owner_id", "words", "summary")}
    Case.objects.filter(pk=case["id"]).update(**words)
    assert left(OWN)
    services.replay_erasures(now=NOW)
    assert left(OWN) == [] and left(FOREIGN)


def test_control_a_merge_taken_back_is_nobodys_question(chen, rests, story):  # noqa: F811
    linking.undo_merge(story.alice, Case.objects.get(number=rests["foreign"]), because="错了", now=NOW)
    assert rests["foreign"] not in {one.number for one in checking.perhaps(persons.of(chen))}
