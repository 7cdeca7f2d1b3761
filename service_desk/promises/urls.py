from django.urls import path

from service_desk.promises import views

urlpatterns = [path("desk/promises/", views.register, name="promise_register")]
