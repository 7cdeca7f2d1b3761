from django.urls import path

from service_desk.escalated import views

urlpatterns = [
    path("desk/difficult-thresholds/", views.thresholds, name="difficult_thresholds"),
    path(
        "desk/difficult-thresholds/<int:number>/return/", views.bring_back, name="difficult_thresholds_return"
    ),
    path("desk/cases/<str:number>/difficult/", views.difficult, name="difficult"),
    path("desk/cases/<str:number>/difficult/mark/", views.mark, name="difficult_mark"),
    path("desk/difficult/<uuid:public_id>/senior/", views.senior, name="difficult_senior"),
    path("desk/difficult/<uuid:public_id>/plan/", views.plan, name="difficult_plan"),
    path("desk/difficult/<uuid:public_id>/end/", views.end, name="difficult_end"),
    path("desk/difficult/<uuid:public_id>/unmark/", views.unmark, name="difficult_unmark"),
    path("desk/difficult-plans/<uuid:public_id>/decision/", views.decision, name="difficult_decision"),
]
