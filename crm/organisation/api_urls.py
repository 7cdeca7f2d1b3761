from django.urls import path

from crm.organisation import api

urlpatterns = [
    path("projects", api.Projects.as_view(), name="api-projects"),
    path("projects/<str:code>", api.OneProject.as_view(), name="api-project"),
    path("departments", api.Departments.as_view(), name="api-departments"),
    path("places", api.Places.as_view(), name="api-places"),
]
