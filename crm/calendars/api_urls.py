from django.urls import path, register_converter

from crm.calendars import api, converters

register_converter(converters.DateInAddress, "iso_date")

urlpatterns = [
    path("calendars", api.Calendars.as_view(), name="api-calendars"),
    path("calendars/<str:code>", api.OneCalendar.as_view(), name="api-calendar"),
    path("calendars/<str:code>/week", api.Week.as_view(), name="api-calendar-week"),
    path("calendars/<str:code>/days", api.Days.as_view(), name="api-calendar-days"),
    path("calendars/<str:code>/days/<iso_date:day>", api.OneDay.as_view(), name="api-calendar-day"),
    path("calendars/<str:code>/due", api.Due.as_view(), name="api-calendar-due"),
]
