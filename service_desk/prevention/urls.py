from django.urls import path

from . import views

urlpatterns = [
    path("desk/prevention/", views.overview, name="prevention"),
    path("desk/prevention/inspect/", views.inspect, name="inspect"),
    path("desk/prevention/actions/<uuid:public_id>/done/", views.finish, name="corrective_done"),
    path("desk/prevention/actions/<uuid:public_id>/drop/", views.drop, name="corrective_drop"),
    path("desk/prevention/inspections/<uuid:public_id>/", views.inspection, name="inspection"),
    path("desk/prevention/looks/<uuid:public_id>/", views.look, name="look"),
]
