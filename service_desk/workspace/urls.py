"""The workspace's pages; the desk's list of addresses takes them in."""

from django.urls import path

from service_desk.cases.views import queue
from service_desk.workspace import live_views as live
from service_desk.workspace import tag_views, views
from service_desk.workspace import together_views as together

urlpatterns = [
    path("desk/cases/<str:number>/tags/", tag_views.put_on, name="case_tag"),
    path("desk/cases/<str:number>/tags/removal/", tag_views.take_off, name="case_untag"),
    path("desk/columns/", queue.choose_columns, name="columns"),
    path("desk/counts/", queue.counts, name="counts"),
    path("desk/live/", live.stream, name="live"),
    path("desk/live/changes/", live.changes, name="changes"),
    path("desk/live/rows/", live.rows, name="rows"),
    path("desk/table/", views.table, name="table"),
    path("desk/together/", together.begin, name="together"),
    path("desk/together/<uuid:public_id>/", together.deed, name="deed"),
    path("desk/together/<uuid:public_id>/progress/", together.deed_progress, name="deed_progress"),
    path("desk/together/<uuid:public_id>/undo/", together.undo_deed, name="undo_deed"),
    path("desk/views/", views.save_view, name="save_view"),
    path("desk/views/<uuid:public_id>/", views.change_view, name="change_view"),
    path("desk/views/<uuid:public_id>/deletion/", views.delete_view, name="delete_view"),
    path("desk/views/<uuid:public_id>/restoration/", views.restore_view, name="restore_view"),
]
