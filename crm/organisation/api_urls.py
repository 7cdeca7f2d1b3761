from django.urls import path

from crm.organisation import api

urlpatterns = [
    path("projects", api.Projects.as_view(), name="api-projects"),
    path("projects/<str:code>", api.OneProject.as_view(), name="api-project"),
    path("projects/<str:code>/move", api.ProjectMove.as_view(), name="api-project-move"),
    path("regions", api.Regions.as_view(), name="api-regions"),
    path("regions/<str:code>", api.OneRegion.as_view(), name="api-region"),
    path("cities", api.Cities.as_view(), name="api-cities"),
    path("cities/<str:code>", api.OneCity.as_view(), name="api-city"),
    path("cities/<str:code>/move", api.CityMove.as_view(), name="api-city-move"),
    path("departments/<str:code>", api.OneDepartment.as_view(), name="api-department"),
    path("departments", api.Departments.as_view(), name="api-departments"),
    path("places", api.Places.as_view(), name="api-places"),
]
