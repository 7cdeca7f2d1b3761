from django.urls import path

from service_desk.figures import api

urlpatterns = [
    path("figures", api.Figures.as_view(), name="api-figures"),
    path("figures/catalogue", api.Catalogue.as_view(), name="api-figures-catalogue"),
    path("figures/load", api.Loads.as_view(), name="api-figures-load"),
    path("figures/<slug:key>/rows", api.RowsOfFigure.as_view(), name="api-figure-rows"),
]
