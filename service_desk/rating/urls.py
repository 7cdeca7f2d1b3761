from django.urls import path

from service_desk.rating import views

urlpatterns = [
    path("desk/departments/", views.departments, name="departments"),
    path("desk/departments/<str:code>/", views.department, name="department"),
    path("desk/slips/<str:number>/rating/", views.rate, name="rate_slip"),
]
