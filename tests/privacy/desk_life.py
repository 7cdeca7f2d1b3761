"""What the rooms of the desk keep of Chen, each by its own services: what was said of him stands in every one."""

import base64
import io
from datetime import timedelta

from django.utils import translation
from PIL import Image, ImageDraw

from crm.accounts.models import Role
from crm.jobs.work import work_off
from service_desk.attachments import services as attachments
from service_desk.cases import services as cases
from service_desk.cases.models import TransferSlip
from service_desk.causes import services as causes
from service_desk.causes.models import Cause
from service_desk.clocks import pausing, stuck
from service_desk.clocks.models import Deadline, StuckCase
from service_desk.conversation import services as conversation
from service_desk.crisis import services as crises
from service_desk.dossier import services as dossiers
from service_desk.gravity import services as gravity
from service_desk.groups import services as groups
from service_desk.groups.models import GroupProposal, GroupRule, ProposalMember
from service_desk.guidance import playbooks
from service_desk.guidance.guard import Said
from service_desk.guidance.models import Playbook
from service_desk.handingover import services as handing_over
from service_desk.linking import services as linking
from service_desk.prevention import services as prevention
from service_desk.prevention.models import Inspection, Look
from service_desk.promises import services as promises
from service_desk.rating import services as rating
from service_desk.repairs import services as repairs
from service_desk.topics import services as topics
from service_desk.topics.models import Topic
from service_desk.weighing import services as weighing
from service_desk.workspace import together
from tests.flows import story
from tests.people import NOW, _person

LEAK = "engineering_quality.waterproofing.leak_bathroom"
BLAME = "这是您自己的责任，是您没有关好阀门。"


def leave_at_the_desk(chen, closed, *, alice, bob, hong, home, engineering):
    """A second complaint that is worked on, the shorter ways, a repair, a crisis and a group, a dossier."""
    case = _second(chen, home, alice)
    _said_and_promised(case, alice, bob)
    _signed(case, alice, bob, hong, engineering)
    _kept_beside(case, alice, bob, hong, closed)
    _by_shorter_ways(chen, home, alice, hong)
    _repaired(case, alice, hong)
    _spoken_of_among_others(case, alice, bob)
    _gone_together(case, chen, home, alice)
    _taken_out_whole(case, alice)


def _second(chen, home, alice):
    case = story.registered(alice, chen, home, subject="engineering_quality.waterproofing")
    return cases.assign(alice, case, to=alice, because="陈建国点名要她", now=NOW)


def _said_and_promised(case, alice, bob):
    cases.reply(alice, case, body=BLAME, said=Said(because="陈建国自己这样说"), now=NOW)
    cases.note(alice, case, body="陈建国说周末在家", now=NOW)
    conversation.keep_draft(
        alice, form=f"reply:{case.number}", said='{"body": "陈先生，陈建国"}', case=case, now=NOW
    )
    conversation.keep_draft(bob, form="register", said='{"words": "陈建国"}', owner=case.owner, now=NOW)
    promises.make(alice, story.fresh(case), text="答应陈建国周五前到", due_on=NOW.date(), now=NOW)
    weighing.weigh(
        alice,
        story.fresh(case),
        relation="some",
        again="no",
        word="some",
        reasonable="yes",
        fault=50,
        loss=1000,
        now=NOW,
    )
    row = handing_over.propose(alice, story.fresh(case), to=bob, because="陈建国要求主管", now=NOW)
    handing_over.refuse(bob, row, because="陈建国仍归林", now=NOW)
    gravity.learn_impact(
        alice, story.fresh(case), impact={"health": True}, because="陈建国的孩子生病", now=NOW
    )
    clock = next(
        row
        for row in Deadline.objects.filter(case=case, met_at=None, cancelled_at=None).order_by("pk")
        if pausing.reasons_for(row, now=NOW)
    )
    reason = pausing.reasons_for(clock, now=NOW)[0]
    pausing.pause(alice, clock, reason=reason.code, words="陈建国出差", now=NOW)
    code, steps = Playbook.objects.in_force().values_list("code", "steps").first()
    playbooks.tick(alice, story.fresh(case), code=code, step=steps[0]["key"], now=NOW)


def _kept_beside(case, alice, bob, hong, closed):
    attachments.add(
        alice, case, stage="problem", name="陈建国.png", content=_drawn(), caption="陈建国家", now=NOW
    )
    slip = TransferSlip.objects.filter(case=closed).first()
    rating.rate(alice, slip, side="desk", stars=4, words="陈建国很满意", now=NOW)
    later = NOW + timedelta(days=90)
    stuck.find_due(now=later)
    row = StuckCase.objects.filter(case=case).first()
    stuck.acknowledge(bob, row, note="等陈建国回电", next_on=later.date() + timedelta(days=1), now=later)
    together.begin(bob, deed="assign", numbers=[case.number], to=bob, because="陈建国换人", now=NOW)


def _signed(case, alice, bob, hong, engineering):
    """A sum that two must sign, refused once; then Chen signs with his finger."""
    cases.investigate(
        alice, story.fresh(case), substantiated=True, department=engineering, findings="陈建国家天花板湿", fault_share=80,
        evidence="陈建国的照片", cause="陈建国楼上漏", now=NOW,
    )  # fmt: skip
    slip = cases.transfer(alice, story.fresh(case), request="请联系陈建国", now=NOW)
    cases.answer_slip(hong, slip, solution="去陈建国家重做", now=NOW)
    money = [{"kind": "money", "description": "赔陈建国", "amount": 100_000_000}]
    dear = cases.propose(alice, story.fresh(case), summary="给陈建国补偿", parts=money, now=NOW)
    cases.decide_approval(bob, dear, approved=False, because="陈建国要得太多", now=NOW)
    plain = [{"kind": "apology", "description": "向陈建国致歉"}]
    offer = cases.propose(alice, story.fresh(case), summary="向陈建国致歉", parts=plain, now=NOW)
    drawing = "data:image/png;base64," + base64.b64encode(_drawn()).decode()
    cases.record_owner_decision(
        alice, offer, agreed=True, words="陈建国同意", signed_name="陈建国", signature=drawing, now=NOW
    )


def _drawn() -> bytes:
    """Something written with a finger."""
    picture, out = Image.new("RGB", (200, 80), "white"), io.BytesIO()
    ImageDraw.Draw(picture).line([(10, 40), (90, 10), (180, 70)], fill="black", width=4)
    picture.save(out, "PNG")
    return out.getvalue()


def _by_shorter_ways(chen, home, alice, hong):
    topic = Topic.objects.create(code="marks", names={"en": "Marks"})
    idea = story.registered(alice, chen, home, kind="suggestion", subject="handover")
    said = {"because": "陈建国的主意好", "body": "谢谢陈建国先生的建议。"}
    topics.decide(alice, idea, adopted=True, topics=[topic.code], **said, now=NOW)
    thanks = story.registered(alice, chen, home, kind="praise", subject="handover")
    topics.pass_on(alice, thanks, person=hong, body="谢谢陈建国先生的表扬。", now=NOW)


def _repaired(case, alice, hong):
    """A named cause, a repair with a visit and its cost, and the look at the home."""
    causes.name_cause(alice, story.fresh(case), code=LEAK, because="陈建国家闭水不合格", now=NOW)
    order = repairs.order(alice, story.fresh(case), description="陈建国家重做防水", now=NOW)
    times = [(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))]
    call = repairs.offer(alice, order, engineer=hong, times=times, now=NOW)
    repairs.choose(alice, call, position=1, now=NOW)
    repairs.record_outcome(hong, call, outcome="done", words="陈建国在家", now=NOW)
    repairs.add_cost(hong, order, kind="labour", amount=100, description="陈建国家人工", now=NOW)
    repairs.finish(alice, order, result="陈建国签收", now=NOW)
    inspection = Inspection.objects.create(
        project=case.project,
        building=case.home.building,
        cause=Cause.objects.get(code=LEAK),
        because="2",
        opened_by=alice,
        opened_at=NOW,
    )
    look = Look.objects.create(inspection=inspection, home=case.home)
    prevention.record_look(hong, look, result="found", words="陈建国家也漏", now=NOW)


def _spoken_of_among_others(case, alice, bob):
    """A crisis in which his case is one of several, and a group that was proposed and was none."""
    saara = _person("saara", "Saara", Role.SPOKESPERSON, language="fi")
    crisis = crises.open_crisis(
        bob, project=case.project, title="记者问陈建国家漏水", trigger="media", facts="陈建国等三户漏水。",
        spokesperson=saara, cases=[story.fresh(case)], now=NOW,
    )  # fmt: skip
    crises.log_contact(
        bob,
        crisis,
        outward=True,
        way="phone",
        kind="owner",
        counterpart="陈建国",
        said="陈建国很生气",
        now=NOW,
    )
    crises.log_contact(
        bob, crisis, outward=True, way="phone", kind="media", counterpart="晚报", said="问起陈建国", now=NOW
    )
    crises.register_post(
        bob, crisis, platform="微博", words="我是陈建国，房子漏水", author="陈建国", posted_at=NOW, now=NOW
    )
    step = crises.add_legal_step(bob, crisis, kind="letter_in", on=NOW.date(), about="陈建国来函", now=NOW)
    crises.make_report(bob, crisis, now=NOW)
    crises.finish_legal_step(bob, step, outcome="与陈建国和解", now=NOW)
    proposal = GroupProposal.objects.create(
        project=case.project,
        level="building",
        building=case.home.building,
        matter="leak",
        rule=GroupRule.objects.order_by("-version").first(),
        homes=2,
        found_at=NOW,
        grown_at=NOW,
    )
    ProposalMember.objects.create(proposal=proposal, case=case, home=case.home, at=NOW)
    groups.reject(bob, proposal, because="只是陈建国一家", now=NOW)


def _gone_together(case, chen, home, alice):
    twice = story.registered(alice, chen, home)
    linking.merge(alice, twice, into=story.fresh(case), because="陈建国说了两次", now=NOW)
    linking.undo_merge(alice, story.fresh(twice), because="陈建国说是两件事", now=NOW)
    linking.relate(alice, story.fresh(twice), to=story.fresh(case), because="都是陈建国家", now=NOW)


def _taken_out_whole(case, alice):
    with translation.override("zh-hans"):
        dossier = dossiers.ask(alice, story.fresh(case), masked=False, because="陈建国申请仲裁", now=NOW)
    work_off(dossier.job_id, clock=lambda: NOW)
