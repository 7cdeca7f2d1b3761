from django.urls import path

from service_desk.topics import views

urlpatterns = [
    path("desk/cases/<str:number>/short/", views.short_way, name="short_way"),
    path("desk/praise/", views.praise, name="praise"),
    path("desk/topics/", views.report, name="topic_report"),
    path("desk/topics/cases/", views.rows, name="topic_rows"),
    path("desk/topics/tree/", views.topic_tree, name="topic_tree"),
    path("desk/topics/tree/new/", views.new_topic, name="new_topic"),
    path("desk/topics/tree/<slug:code>/", views.topic, name="topic"),
    path("desk/topics/tree/<slug:code>/return/", views.bring_back, name="return_topic"),
]
