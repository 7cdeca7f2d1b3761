from django.urls import path

from . import api

urlpatterns = [
    path("corrective-actions", api.Actions.as_view(), name="api-corrective-actions"),
    path(
        "corrective-actions/<uuid:public_id>/completion",
        api.Completion.as_view(),
        name="api-corrective-completion",
    ),
    path(
        "corrective-actions/<uuid:public_id>/dropping",
        api.Dropping.as_view(),
        name="api-corrective-dropping",
    ),
    path("common-defects", api.Common.as_view(), name="api-common-defects"),
    path("inspections", api.Inspections.as_view(), name="api-inspections"),
    path("inspections/<uuid:public_id>", api.OneInspection.as_view(), name="api-inspection"),
    path("inspection-looks/<uuid:public_id>", api.OneLook.as_view(), name="api-inspection-look"),
]
