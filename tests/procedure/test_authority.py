"""Nobody promises past his authority: limits by level, currency and kind of part, and who signs above them."""

from datetime import timedelta

import pytest

from crm.errors import NotAllowed, Refused, Stale
from crm.messages.models import OutgoingMessage
from service_desk.authority import reminding, rules, selectors, services
from service_desk.authority.rules import USUAL, Bound
from service_desk.cases import services as cases
from tests.cases.story import nothing_changes

LARGE = 30_000_000  # 300,000 yuan: above the supervisor's limit and above the sum that two sign


def decide(story, by, proposal, approved=True, because=""):
    return cases.decide_approval(by, proposal, approved=approved, because=because, now=story.now)


@pytest.mark.parametrize(
    ("roles", "kind", "limit"),
    [
        ({"agent"}, "", 50_000),
        ({"agent", "supervisor"}, "", 2_000_000),
        ({"agent"}, "gift", 10_000),
        ({"handler"}, "", 0),
        (set(), "", 0),
    ],
)
def test_the_highest_limit_of_ones_roles_counts_and_a_kind_may_have_its_own(roles, kind, limit):
    bounds = (*USUAL, Bound("agent", "CNY", "gift", 10_000))
    assert rules.limit(bounds, roles, "CNY", kind) == limit
    assert rules.limit(bounds, roles, "XAU", kind) == 0


def test_the_whole_and_each_kind_must_be_covered():
    bounds = (*USUAL, Bound("agent", "CNY", "gift", 10_000))
    assert rules.covers(bounds, {"agent"}, "CNY", {"repair": 30_000, "gift": 10_000})
    assert not rules.covers(bounds, {"agent"}, "CNY", {"gift": 10_001})
    assert not rules.covers(bounds, {"agent"}, "CNY", {"repair": 45_000, "gift": 9_000})


@pytest.mark.parametrize(
    ("total", "signers"),
    [
        (50_000, ("agent",)),
        (50_001, ("supervisor",)),
        (2_000_001, ("executive",)),
        (19_999_999, ("executive",)),
        (20_000_000, ("supervisor", "executive")),
        (10**12, ("executive",)),
    ],
)
def test_whose_signatures_a_sum_needs(total, signers):
    assert rules.signatures(USUAL, "CNY", {"repair": total}) == signers


def test_a_large_sum_is_signed_level_by_level_each_by_another_person(story, eve):
    proposal = story.propose(story.drive("answered"), amount=LARGE)
    assert proposal.waits_for == "supervisor"
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        decide(story, eve, proposal)
    assert refusal.value.code == "level_missing"
    signed = decide(story, story.bob, proposal)
    assert (signed.status, signed.waits_for) == ("awaiting_approval", "executive")
    with nothing_changes(), pytest.raises(NotAllowed):
        decide(story, story.bob, proposal)
    offered = decide(story, eve, proposal)
    assert (offered.status, offered.approved_by, offered.waits_for) == ("offered", eve, "")
    assert [row.by for row in offered.endorsements.order_by("id")] == [story.bob, eve]


def test_nobody_signs_his_own_proposal_even_within_a_limit_he_got_since(story):
    proposal = story.propose(story.drive("answered"), amount=100_000)
    bounds = [Bound("agent", "CNY", "", 200_000), Bound("supervisor", "CNY", "", 2_000_000)]
    bounds.append(Bound("executive", "CNY", "", 100_000_000))
    services.set_limits(story.machine, bounds=bounds, because="放宽", now=story.now)
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        decide(story, story.alice, proposal)
    assert refusal.value.code == "own_proposal"


def test_a_kind_of_part_with_a_lower_limit_sends_a_small_sum_upwards(story):
    bounds = [*USUAL, Bound("agent", "CNY", "gift", 0)]
    services.set_limits(story.machine, bounds=bounds, because="礼品一律审批", now=story.now)
    case = story.drive("answered")
    gift = cases.propose(
        story.alice,
        case,
        summary="送一束花并致歉",
        parts=[{"kind": "gift", "amount": 100}],
        now=story.now,
    )
    assert gift.status == "awaiting_approval"


def test_nobody_raises_his_own_limit_but_somebody_else_may(story, ada):
    higher = [b if b.role != "supervisor" else Bound(b.role, b.currency, "", 9_000_000) for b in USUAL]
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        services.set_limits(story.bob, bounds=higher, because="方便", now=story.now)
    assert refusal.value.code == "own_limit"
    scheme = services.set_limits(ada, bounds=higher, because="年度调整", now=story.now)
    assert (scheme.number, scheme.made_by) == (1, ada)
    assert selectors.limit_of(story.bob, "CNY", project=story.project) == 9_000_000


def test_a_supervisor_may_lower_what_agents_may_promise(story):
    lower = [b if b.role != "agent" else Bound(b.role, b.currency, "", 100) for b in USUAL]
    services.set_limits(story.bob, bounds=lower, because="试行", now=story.now)
    assert selectors.limit_of(story.alice, "CNY") == 100


@pytest.mark.parametrize(
    "wrong",
    [
        [Bound("agent", "CNY", "", 10), Bound("supervisor", "CNY", "", 5)],
        [Bound("agent", "CNY", "", 10), Bound("agent", "CNY", "", 12)],
        [Bound("agent", "XXX", "", 10)],
        [Bound("handler", "CNY", "", 10)],
        [Bound("agent", "CNY", "", -1)],
    ],
)
def test_limits_that_make_no_sense_are_refused(story, ada, wrong):
    with nothing_changes(), pytest.raises(Refused):
        services.set_limits(ada, bounds=wrong, because="错", now=story.now)


def test_of_two_who_change_the_limits_at_once_the_second_is_told(story, ada):
    services.set_limits(ada, bounds=USUAL, because="第一版", seen=0, now=story.now)
    with pytest.raises(Stale):
        services.set_limits(ada, bounds=USUAL, because="也是第一版", seen=0, now=story.now)


@pytest.mark.parametrize(
    ("amount", "who", "code"),
    [
        (100_000, "anna", "over_limit"),
        (100_000, "alice", "over_limit"),
        (2_000_001, "bob", "over_limit"),
        (LARGE, "eve", "level_missing"),
        (10**12, "bob", "level_missing"),
    ],
)
def test_whoever_may_not_sign_may_not_refuse_either(story, request, amount, who, code):
    proposal, person = story.propose(story.drive("answered"), amount=amount), request.getfixturevalue(who)
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        decide(story, person, proposal, approved=False, because="不同意")
    assert refusal.value.code == code


def test_nobody_refuses_what_he_drew_up_or_has_signed(story, eve):
    own = story.propose(story.drive("answered"), amount=LARGE, by=story.bob)
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        decide(story, story.bob, own, approved=False, because="改主意了")
    assert refusal.value.code == "own_proposal"
    signed = decide(story, story.bob, story.propose(story.drive("answered"), amount=LARGE))
    with nothing_changes(), pytest.raises(NotAllowed):
        decide(story, story.bob, signed, approved=False, because="改主意了")
    refused = decide(story, eve, signed, approved=False, because="金额缺少依据")
    assert refused.status == "disapproved"
    assert refused.endorsements.latest("id").role == "executive"


def test_what_is_above_every_limit_is_refused_by_the_highest_level_and_signed_by_nobody(
    story, eve, signed_in
):
    proposal = story.propose(story.drive("answered"), amount=10**12)
    button = f"/desk/proposals/{proposal.number}/approval/"
    assert button in signed_in(eve).get("/desk/approvals/").content.decode()
    with nothing_changes(), pytest.raises(NotAllowed):
        decide(story, eve, proposal)
    assert decide(story, eve, proposal, approved=False, because="超出全部权限").status == "disapproved"


def test_page_and_api_refuse_a_refusal_by_whoever_may_not_sign(story, anna, api, signed_in):
    proposal = story.propose(story.drive("answered"), amount=100_000)
    said = {"approved": False, "because": "不同意"}
    by_page, by_api = signed_in(anna), api(anna)
    with nothing_changes():
        answer = by_api.post(f"proposals/{proposal.number}/approval", said)
        page = by_page.post(
            f"/desk/proposals/{proposal.number}/approval/", {"approved": "no", "because": "不同意"}
        )
    assert (answer.status_code, answer.json()["code"], page.status_code) == (403, "over_limit", 403)
    assert api(story.bob).post(f"proposals/{proposal.number}/approval", said).status_code == 201


def test_whoever_has_to_sign_is_reminded_once_a_working_day(story):
    type(story.bob).objects.filter(pk=story.bob.pk).update(email="bob@example.com")
    proposal = story.propose(story.drive("answered"), amount=100_000)
    assert reminding.remind_due(now=story.now) == 0
    later = story.now + timedelta(days=2)
    assert reminding.remind_due(now=later) == 1
    assert reminding.remind_due(now=later) == 0
    mail = OutgoingMessage.objects.get(subject_ref=f"proposal:{proposal.number}")
    assert mail.recipient == "bob@example.com"
    assert proposal.case.history.latest("id").verb == "reminded"
    decide(story, story.bob, proposal)
    assert reminding.remind_due(now=later + timedelta(days=3)) == 0


def test_nobody_is_shown_a_button_that_would_be_refused(story, signed_in, anna):
    case = story.drive("answered")
    proposal = story.propose(case, amount=100_000)
    button = f"/desk/proposals/{proposal.number}/approval/"
    shown = {
        person.username: [
            button in signed_in(person).get(address).content.decode()
            for address in (f"/desk/cases/{case.number}/", "/desk/approvals/")
        ]
        for person in (story.alice, anna, story.bob)
    }
    assert shown == {"alice": [False, False], "anna": [False, False], "bob": [True, True]}


def test_who_signs_last_is_not_offered_the_first_signature(story, signed_in, eve):
    case = story.drive("answered")
    proposal = story.propose(case, amount=LARGE)
    assert proposal.waits_for == "supervisor"
    button = f"/desk/proposals/{proposal.number}/approval/"
    assert button not in signed_in(eve).get("/desk/approvals/").content.decode()
    decide(story, story.bob, proposal)
    assert button in signed_in(eve).get("/desk/approvals/").content.decode()


def test_the_page_and_the_api_show_and_change_the_limits(story, ada, signed_in, api):
    client = signed_in(ada)
    page = client.get("/desk/limits/")
    assert page.status_code == 200
    assert b'name="limit0-amount"' in page.content
    bounds = [{"role": b.role, "currency": b.currency, "amount": b.amount} for b in USUAL]
    bounds[0]["amount"] = 40_000
    answer = api(ada).post("limits", {"bounds": bounds, "because": "收紧", "seen": 0})
    assert (answer.status_code, answer.json()["version"]) == (201, 1)
    assert api(story.alice).get("limits").json()["mine"]["CNY"] == 40_000
    assert api(story.alice).post("limits", {"bounds": bounds, "because": "不许"}).status_code == 403
    assert api(story.hong).get("limits").status_code == 403


def test_the_form_takes_what_people_type(story, ada, signed_in):
    rows = {"seen": 0, "lines": 4, "because": "手工"}
    for place, (role, amount) in enumerate([("agent", "300.50"), ("supervisor", "20000"), ("executive", "")]):
        rows |= {f"limit{place}-role": role, f"limit{place}-currency": "CNY", f"limit{place}-amount": amount}
    rows |= {"limit3-role": "executive", "limit3-currency": "CNY", "limit3-amount": "900000"}
    assert signed_in(ada).post("/desk/limits/", rows).status_code == 302
    assert selectors.limit_of(story.alice, "CNY") == 30_050
    assert signed_in(story.alice).post("/desk/limits/", rows).status_code == 403


def test_the_list_of_approvals_names_who_is_next(story, signed_in, eve):
    story.propose(story.drive("answered"), amount=LARGE)
    shown = signed_in(story.bob).get("/desk/approvals/").content.decode()
    assert story.bob.display_name in shown
    assert "/approval/" in shown
