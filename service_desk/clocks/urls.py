from django.urls import path

from service_desk.clocks import rules_views, views

urlpatterns = [
    path("desk/clocks/", views.clocks, name="clocks"),
    path("desk/clocks/stuck/<uuid:public_id>/", views.acknowledge, name="stuck_seen"),
    path("desk/cases/<str:number>/clocks/<str:name>/pause/", views.pause, name="clock_pause"),
    path("desk/cases/<str:number>/clocks/<str:name>/earlier/", views.bring_forward, name="clock_earlier"),
    path("desk/cases/<str:number>/clocks/<str:name>/resumption/", views.resume, name="clock_resume"),
    path("settings/deadlines/", rules_views.clock_rules, name="clock_rules"),
    path("settings/deadlines/<int:number>/return/", rules_views.bring_back, name="clock_rules_return"),
    path("settings/deadlines/draft/", rules_views.draft, name="clock_draft"),
    path("settings/deadlines/draft/begin/", rules_views.begin_draft, name="clock_draft_begin"),
    path("settings/deadlines/draft/drop/", rules_views.drop_draft, name="clock_draft_drop"),
    path("settings/deadlines/draft/rule/", rules_views.edit("rule"), name="clock_draft_rule"),
    path("settings/deadlines/draft/reason/", rules_views.edit("reason"), name="clock_draft_reason"),
    path("settings/deadlines/draft/numbers/", rules_views.edit("numbers"), name="clock_draft_numbers"),
    path("settings/deadlines/draft/effect/", rules_views.edit("effect"), name="clock_draft_effect"),
    path(
        "settings/deadlines/draft/rules/<uuid:public_id>/gone/",
        rules_views.remove_rule,
        name="clock_rule_gone",
    ),
    path(
        "settings/deadlines/draft/reasons/<slug:code>/gone/",
        rules_views.remove_reason,
        name="clock_reason_gone",
    ),
]
