from django.urls import path

from service_desk.guidance.views import guard

urlpatterns = [
    path("desk/guard/", guard.rules, name="guard_rules"),
    path("desk/guard/reading/", guard.read, name="guard_read"),
    path("desk/guard/new/", guard.new_rule, name="new_guard_rule"),
    path("desk/guard/<slug:code>/", guard.rule, name="guard_rule"),
    path("desk/guard/<slug:code>/retirement/", guard.retire_rule, name="retire_guard_rule"),
]
