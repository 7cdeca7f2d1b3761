from django.urls import path

from . import calendar_views, contractor_views, owner_views, views
from .forms import CALL_FORMS, ORDER_FORMS

urlpatterns = [
    path("desk/repairs/", views.listed, name="repairs"),
    path("desk/repairs/calendar/", views.calendar, name="repair_calendar"),
    path("desk/repairs/mine/", views.mine, name="my_repairs"),
    path("desk/repairs/mine.ics", calendar_views.mine, name="my_repairs_file"),
    path("visits/<str:token>.ics", calendar_views.feed, name="repair_feed"),
    path("times/<str:token>/visit.ics", calendar_views.of_owner, name="visit_file"),
    path("desk/contractors/", contractor_views.listed, name="contractors"),
    path("desk/contractors/<str:code>/", contractor_views.contractor, name="contractor"),
    path("desk/contractors/<str:code>/contracts/", contractor_views.contract, name="contract"),
    path("desk/recoveries/<uuid:public_id>/", views.recover, name="recovery"),
    path("desk/cases/<str:number>/repairs/", views.order, name="order_repair"),
    path("desk/repairs/<str:number>/", views.repair, name="repair"),
    path("times/<str:token>/", owner_views.choose, name="choose_time"),
]
urlpatterns += [
    path(f"desk/repairs/<str:number>/{name}/", views.order_step(name), name=f"repair_{name}")
    for name in ORDER_FORMS
]
urlpatterns += [
    path(f"desk/repair-visits/<uuid:public_id>/{name}/", views.call_step(name), name=f"repair_visit_{name}")
    for name in CALL_FORMS
]
