from django.urls import path

from service_desk.topics import api

urlpatterns = [
    path("cases/<str:number>/inquiry-answer", api.Answer.as_view(), name="api-inquiry-answer"),
    path("cases/<str:number>/consideration", api.Consideration.as_view(), name="api-consideration"),
    path(
        "cases/<str:number>/suggestion-decision",
        api.SuggestionDecision.as_view(),
        name="api-suggestion-decision",
    ),
    path("cases/<str:number>/praise", api.PassedOn.as_view(), name="api-praise-passed-on"),
    path("cases/<str:number>/topics", api.TopicsOfCase.as_view(), name="api-case-topics"),
    path("praise", api.MyPraise.as_view(), name="api-praise"),
    path("topics", api.Topics.as_view(), name="api-topics"),
    path("topics/<slug:code>/versions", api.TopicVersions.as_view(), name="api-topic-versions"),
    path("topics/counts", api.TopicCounts.as_view(), name="api-topic-counts"),
]
