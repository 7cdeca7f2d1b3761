from django.urls import path

from service_desk.guidance.views import guard, playbooks, wording

urlpatterns = [
    path("desk/guard/", guard.rules, name="guard_rules"),
    path("desk/guard/reading/", guard.read, name="guard_read"),
    path("desk/guard/new/", guard.new_rule, name="new_guard_rule"),
    path("desk/guard/<slug:code>/", guard.rule, name="guard_rule"),
    path("desk/guard/<slug:code>/return/", guard.bring_back, name="return_guard_rule"),
    path("desk/guard/<slug:code>/retirement/", guard.retire_rule, name="retire_guard_rule"),
    path("desk/cases/<str:number>/templates/", wording.offered, name="templates_of_case"),
    path("desk/templates/", wording.templates, name="templates"),
    path("desk/templates/new/", wording.new_template, name="new_template"),
    path("desk/templates/<slug:code>/", wording.template, name="template"),
    path("desk/templates/<slug:code>/use/", wording.used, name="template_used"),
    path("desk/templates/<slug:code>/return/", wording.bring_back, name="return_template"),
    path("desk/templates/<slug:code>/retirement/", wording.retire_template, name="retire_template"),
    path("desk/offices/", wording.office_list, name="offices"),
    path("desk/offices/<str:code>/", wording.office, name="office"),
    path("desk/cases/<str:number>/playbook/", playbooks.beside, name="playbook_beside"),
    path("desk/cases/<str:number>/playbook/step/", playbooks.tick, name="playbook_tick"),
    path("desk/playbooks/", playbooks.playbook_list, name="playbooks"),
    path("desk/playbooks/new/", playbooks.new_playbook, name="new_playbook"),
    path("desk/playbooks/<slug:code>/", playbooks.playbook, name="playbook"),
    path("desk/playbooks/<slug:code>/return/", playbooks.bring_back, name="return_playbook"),
    path("desk/playbooks/<slug:code>/retirement/", playbooks.retire_playbook, name="retire_playbook"),
]
