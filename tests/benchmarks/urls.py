from django.urls import include, path

from tests.benchmarks.floor.views import CaseList, NamedCaseList, RawRows, StatementSet, TicketCreate

urlpatterns = [
    path("floor/cases", CaseList.as_view()),
    path("floor/named-cases", NamedCaseList.as_view()),
    path("floor/raw", RawRows.as_view()),
    path("floor/statements", StatementSet.as_view()),
    path("floor/tickets", TicketCreate.as_view()),
    path("", include("crm.urls")),
]
