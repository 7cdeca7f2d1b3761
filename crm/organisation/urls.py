from django.urls import path

from crm.organisation import views

urlpatterns = [
    path("settings/organisation/", views.tree, name="organisation"),
    path("settings/organisation/<slug:kind>/new/", views.add, name="organisation_add"),
    path("settings/organisation/<slug:kind>/<str:code>/", views.edit, name="organisation_edit"),
    path("settings/organisation/<slug:kind>/<str:code>/move/", views.move, name="organisation_move"),
]
