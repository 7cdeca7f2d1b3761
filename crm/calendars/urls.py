from django.urls import path

from crm.calendars import views

urlpatterns = [
    path("settings/calendars/", views.calendars, name="calendars"),
    path("settings/calendars/<str:code>/", views.calendar, name="calendar"),
    path("settings/calendars/<str:code>/week/", views.week, name="calendar_week"),
    path("settings/calendars/<str:code>/dates/", views.set_date, name="calendar_date"),
    path("settings/calendars/<str:code>/dates/clear/", views.clear_date, name="calendar_clear"),
    path("settings/calendars/<str:code>/due/", views.due, name="calendar_due"),
]
