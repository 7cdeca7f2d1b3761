"""The pages of group complaints, below the desk's."""

from django.urls import path

from service_desk.groups import views

urlpatterns = [
    path("desk/groups/", views.listed, name="groups"),
    path("desk/groups/thresholds/", views.thresholds, name="group_thresholds"),
    path("desk/group-proposals/<uuid:public_id>/", views.proposal, name="group_proposal"),
    path("desk/group-proposals/<uuid:public_id>/accept/", views.accept, name="accept_group"),
    path("desk/group-proposals/<uuid:public_id>/reject/", views.reject, name="reject_group"),
    path("desk/group-proposals/<uuid:public_id>/later/", views.later, name="put_off_group"),
    path("desk/group-statements/<uuid:public_id>/", views.statement, name="group_statement"),
    path("desk/groups/<uuid:public_id>/", views.group, name="group"),
    path("desk/groups/<uuid:public_id>/join/", views.join, name="join_group"),
    path("desk/groups/<uuid:public_id>/tell/", views.tell, name="tell_group"),
    path("desk/groups/<uuid:public_id>/leave/<str:number>/", views.leave, name="leave_group"),
]
