"""The forms of prevention."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.dates import day_field
from service_desk.cases.form_parts import area


class ActionForm(forms.Form):
    """What is to be changed."""

    project = forms.ChoiceField(label=_("Project"))
    cause = forms.ChoiceField(label=_("Against which cause"))
    what = forms.CharField(label=_("What is changed"), widget=area(3))
    responsible = forms.ChoiceField(label=_("Who sees to it"))
    due_on = day_field(_("By when"))
    window_days = forms.IntegerField(
        label=_("Days compared before and after"), min_value=30, max_value=730, initial=180
    )

    def __init__(self, *args, projects=(), causes=(), people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [(person.username, person.shown_name) for person in people]
        self.fields["project"].choices = [(project.code, project.label) for project in projects]
        self.fields["cause"].choices = causes


class DoneForm(forms.Form):
    result = forms.CharField(label=_("What was done"), widget=area(2))
    done_on = day_field(_("Done on"))
