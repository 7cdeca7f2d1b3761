from django.urls import path

from service_desk.figures import views

urlpatterns = [
    path("desk/figures/", views.figures_board, name="figures"),
    path("desk/figures/catalogue/", views.catalogue, name="figures_catalogue"),
    path("desk/figures/load/<str:username>/", views.load, name="figures_load"),
    path("desk/figures/<slug:key>/", views.figure, name="figure"),
    path("desk/figures/<slug:key>/rows/", views.rows, name="figure_rows"),
]
