from django.urls import path

from . import report_views, views

urlpatterns = [
    path("desk/causes/", views.listed, name="causes"),
    path("desk/causes/report/", report_views.report, name="cause_report"),
    path("desk/causes/rows/", report_views.rows, name="cause_rows"),
    path("desk/causes/find/", views.find, name="find_cause"),
    path("desk/new/cause/", views.finer, name="finer_cause"),
    path("desk/causes/standard/", views.standard, name="standard_causes"),
    path("desk/causes/of/<str:code>/", views.cause, name="cause"),
    path("desk/causes/of/<str:code>/<int:number>/return/", views.bring_back, name="cause_return"),
    path("desk/cases/<str:number>/cause/", views.name, name="name_cause"),
]
