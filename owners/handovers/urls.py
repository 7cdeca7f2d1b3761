"""The pages of handovers, findings and checklists."""

from django.urls import path

from . import finding_views as findings
from . import views

urlpatterns = [
    path("handovers/", views.listed, name="handovers"),
    path("handovers/findings/", findings.findings, name="findings"),
    path("handovers/findings/<uuid:public_id>/fixed/", findings.fixed, name="fix_finding"),
    path("handovers/checklists/", findings.lists, name="checklists"),
    path("handovers/checklists/standard/", findings.standard, name="standard_checklist"),
    path("handovers/checklists/add/", findings.add_item, name="add_checklist_item"),
    path("handovers/checklists/items/<uuid:public_id>/", findings.edit_item, name="edit_checklist_item"),
    path("handovers/<uuid:public_id>/", views.show, name="handover_page"),
    path("handovers/<uuid:public_id>/appointment/", views.reschedule, name="reschedule_handover"),
    path("handovers/<uuid:public_id>/inspection/", views.inspect, name="inspect_handover"),
    path("handovers/<uuid:public_id>/finding/", views.finding, name="add_finding"),
    path("handovers/<uuid:public_id>/taking-over/", views.take_over, name="take_over"),
    path("handovers/<uuid:public_id>/refusal/", views.refuse, name="refuse_handover"),
    path("handovers/<uuid:public_id>/calling-off/", views.call_off, name="call_off_handover"),
    path("homes/<str:public_number>/handovers/plan/", views.plan, name="plan_handover"),
]
