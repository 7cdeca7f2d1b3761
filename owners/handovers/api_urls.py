"""The API routes of handovers, below /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("handovers", api.Handovers.as_view(), name="api-handovers"),
    path("handovers/<uuid:public_id>", api.OneHandover.as_view(), name="api-one-handover"),
    path("handovers/<uuid:public_id>/inspection", api.Inspection.as_view(), name="api-handover-inspection"),
    path("handovers/<uuid:public_id>/findings", api.HandoverFindings.as_view(), name="api-handover-findings"),
    path("handovers/<uuid:public_id>/taking-over", api.TakingOver.as_view(), name="api-handover-taking-over"),
    path("handovers/<uuid:public_id>/refusal", api.Refusal.as_view(), name="api-handover-refusal"),
    path("handovers/<uuid:public_id>/calling-off", api.CallingOff.as_view(), name="api-handover-calling-off"),
    path("handover-findings", api.Findings.as_view(), name="api-findings"),
    path("handover-findings/<uuid:public_id>/fixing", api.Fixing.as_view(), name="api-finding-fixing"),
    path("standard-checklists", api.StandardChecklist.as_view(), name="api-standard-checklist"),
    path("checklist-items", api.ChecklistItems.as_view(), name="api-checklist-items"),
    path("checklist-items/<uuid:public_id>", api.OneChecklistItem.as_view(), name="api-checklist-item"),
]
