"""The pages on which the property tree is written."""

from django.urls import path

from . import place_views as places

urlpatterns = [
    path("homes/phases/add/", places.add_phase, name="add_phase"),
    path("homes/phases/<str:project>/<path:code>/", places.edit_phase, name="edit_phase"),
    path("homes/buildings/add/", places.add_building, name="add_building"),
    path("homes/building-data/<str:project>/<path:code>/", places.edit_building, name="edit_building"),
    path("homes/entrances/<str:project>/<path:code>/", places.add_entrance, name="add_entrance"),
    path("homes/many/<str:project>/<path:code>/", places.many, name="many_homes"),
]
