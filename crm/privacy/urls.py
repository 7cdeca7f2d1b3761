from django.urls import path

from crm.privacy import views

urlpatterns = [
    path("settings/reveals/", views.reveals, name="reveals"),
    path("privacy/limits/", views.limit, name="reveal_limit"),
    path("privacy/limits/<str:username>/asked/", views.asked_about, name="reveal_asked"),
    path("privacy/table/", views.table, name="visibility"),
    path("privacy/wordings/", views.wordings, name="wordings"),
]
