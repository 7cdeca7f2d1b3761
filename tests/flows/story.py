"""One complaint told through the services, step by step, as the people of the cast act it."""

from datetime import timedelta

from crm.events import relay
from service_desk.cases import selectors, services
from service_desk.cases.models import Case
from tests.people import NOW

LEAK = "卫生间天花板又漏水了，物业来过两次都没修好。"


def deliver(now=NOW):
    """The relay does everything that is due."""
    return relay.drain(now=now)


def fresh(case):
    return selectors.case_by_id(case.pk)


def registered(alice, owner, home, *, kind="complaint", subject="property_service", now=NOW, **more):
    case = services.register(
        alice,
        project=home.project,
        owner=owner,
        home=home,
        kind=kind,
        channel="phone",
        words=LEAK,
        summary="卫生间漏水",
        language="zh-hans",
        subject=subject,
        received_at=now,
        now=now,
        **more,
    )
    deliver(now)
    return fresh(case)


def worked(alice, hong, case, department, *, now=NOW, amount=0):
    """From the investigation to the finished work; the case is completed and the owner about to be asked."""
    services.investigate(
        alice, case, substantiated=True, department=department, findings="防水层破损", fault_share=80, now=now
    )
    slip = services.transfer(alice, fresh(case), request="请修复防水层", now=now)
    services.answer_slip(hong, slip, solution="重做防水层", now=now)
    parts = [{"kind": "apology", "description": "致歉"}]
    if amount:
        parts.append({"kind": "money", "description": "补偿", "amount": amount})
    proposal = services.propose(alice, fresh(case), summary="重做防水层并致歉", parts=parts, now=now)
    services.record_owner_decision(alice, proposal, agreed=True, words="同意", signed_name="陈建国", now=now)
    action = services.add_action(
        alice, fresh(case), department=department, description="重做防水层", due_on=now.date(), now=now
    )
    services.finish_action(hong, action, result="已完成并试水", now=now)
    services.complete(alice, fresh(case), result="防水层已重做", now=now)
    deliver(now)
    return fresh(case)


def visits(case):
    return list(Case.objects.get(pk=case.pk).visits.order_by("round", "sequence"))


def later(days):
    return NOW + timedelta(days=days)
