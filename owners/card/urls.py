"""The pages of card and journal, spliced into those of the floor; they stand before `owners/<number>/`."""

from django.urls import path

from owners.journal import views as journal
from owners.people import field_views, household_views, managing_views

from . import views as card

urlpatterns = [
    path("owners/calling/", card.calling, name="calling"),
    path("owners/tasks/", journal.tasks, name="tasks"),
    path("owners/mine/", managing_views.mine, name="mine"),
    path("owners/hand-over/", managing_views.hand_over, name="hand_over"),
    path("owners/<str:number>/timeline/", card.past, name="timeline"),
    path("owners/<str:number>/paper/", card.paper, name="paper"),
    path("owners/<str:number>/field/<str:name>/", field_views.field, name="field"),
    path("owners/<str:number>/household/<str:step>/", household_views.household, name="household"),
    path("owners/<str:number>/journal/<str:kind>/", journal.write, name="journal"),
    path("journal/<uuid:public_id>/wordings/", journal.wordings, name="journal_wordings"),
    path("journal/<uuid:public_id>/<str:verb>/", journal.step, name="journal_step"),
]
