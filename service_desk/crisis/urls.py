"""The pages of the crisis room, below the desk's."""

from django.urls import path

from service_desk.crisis import views
from service_desk.crisis.forms import STEPS

urlpatterns = [
    path("desk/crises/", views.crises, name="crises"),
    path("desk/crises/new/", views.new_crisis, name="new_crisis"),
    path("desk/crisis-statements/<uuid:public_id>/approval/", views.crisis_approve, name="crisis_approve"),
    path("desk/crisis-statements/<uuid:public_id>/drop/", views.crisis_drop, name="crisis_drop"),
    path("desk/crisis-statements/<uuid:public_id>/issue/", views.crisis_publish, name="crisis_publish"),
    path("desk/crisis-posts/<uuid:public_id>/answer/", views.crisis_answer, name="crisis_answer"),
    path(
        "desk/crisis-legal-steps/<uuid:public_id>/outcome/", views.crisis_legal_done, name="crisis_legal_done"
    ),
    path("desk/crisis-reports/<uuid:public_id>/", views.crisis_report, name="crisis_report"),
    path("desk/crisis-reports/<uuid:public_id>/pdf/", views.crisis_report_pdf, name="crisis_report_pdf"),
    path("desk/crises/<str:number>/", views.crisis, name="crisis"),
    path("desk/crises/<str:number>/cases/", views.crisis_case, name="crisis_case"),
    path("desk/crises/<str:number>/reports/", views.crisis_reporting, name="crisis_reporting"),
    path("desk/crises/<str:number>/contacts/<uuid:public_id>/", views.crisis_correct, name="crisis_correct"),
]
urlpatterns += [
    path(f"desk/crises/<str:number>/{name}/", views.crisis_step(name), name=f"crisis_{name}")
    for name in STEPS
]
