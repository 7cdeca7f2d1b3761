from django.urls import include, path

from tests.benchmarks.floor.views import CaseList, NamedCaseList, TicketCreate

urlpatterns = [
    path("floor/cases", CaseList.as_view()),
    path("floor/named-cases", NamedCaseList.as_view()),
    path("floor/tickets", TicketCreate.as_view()),
    path("", include("crm.urls")),
]
