"""The API routes of card, journal and households, spliced into those of the floor before `owners/<number>`."""

from django.urls import path

from owners.journal import api as journal

from . import api

urlpatterns = [
    path("callers", api.Callers.as_view(), name="api-callers"),
    path("tasks", journal.Tasks.as_view(), name="api-tasks"),
    path("owners/hand-over", api.HandOver.as_view(), name="api-hand-over"),
    path("owners/<str:number>/timeline", api.Timeline.as_view(), name="api-owner-timeline"),
    path("owners/<str:number>/journal", journal.OwnerJournal.as_view(), name="api-owner-journal"),
    path("owners/<str:number>/household", api.Household.as_view(), name="api-household"),
    path("owners/<str:number>/household/joining", api.Joining.as_view(), name="api-joining"),
    path("owners/<str:number>/household/leaving", api.Leaving.as_view(), name="api-leaving"),
    path("owners/<str:number>/household/splitting", api.Splitting.as_view(), name="api-splitting"),
    path("owners/<str:number>/household/kin", api.AllKin.as_view(), name="api-all-kin"),
    path("owners/<str:number>/household/kin/<uuid:public_id>", api.OneKin.as_view(), name="api-kin"),
    path("journal/<uuid:public_id>", journal.OneEntry.as_view(), name="api-journal-entry"),
    path("journal/<uuid:public_id>/wordings", journal.Wordings.as_view(), name="api-journal-wordings"),
    path("journal/<uuid:public_id>/completion", journal.Completion.as_view(), name="api-journal-completion"),
    path("journal/<uuid:public_id>/reopening", journal.Reopening.as_view(), name="api-journal-reopening"),
    path("journal/<uuid:public_id>/return", journal.Return.as_view(), name="api-journal-return"),
]
