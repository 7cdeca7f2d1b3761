from django.urls import path

from . import api, report_api

urlpatterns = [
    path("cause-report", report_api.Report.as_view(), name="api-cause-report"),
    path("causes", api.Causes.as_view(), name="api-causes"),
    path("standard-causes", api.StandardCauses.as_view(), name="api-standard-causes"),
    path("causes/<str:code>", api.OneCause.as_view(), name="api-cause"),
    path("causes/<str:code>/return", api.CauseReturn.as_view(), name="api-cause-return"),
    path("cases/<str:number>/causes", api.CausesOfCase.as_view(), name="api-case-causes"),
]
