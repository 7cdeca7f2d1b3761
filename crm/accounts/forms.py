from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Role
from crm.organisation.selectors import department_choices, place_choices
from crm.web.seen import SharedForm


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least ten characters; a short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is it for?"), max_length=80)


class UserForm(SharedForm):
    display_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class NewUserForm(UserForm):
    username = forms.CharField(label=_("Sign-in name"), max_length=64)
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        max_length=200,
        help_text=_("At least ten characters. The person changes it after the first sign-in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ["username", "display_name", "email", "language", "password"]


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    place = forms.ChoiceField(label=_("Where"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("The whole group")), *place_choices()]
        self.fields["department"].choices = [("", _("Any")), *department_choices()]

    def codes(self) -> dict:
        """{"city": "HZ", "department": "ENG"}, as the API takes it."""
        kind, _colon, code = self.cleaned_data["place"].partition(":")
        codes = {"department": self.cleaned_data["department"]}
        return {**codes, kind: code} if kind else codes


class DeactivationForm(forms.Form):
    because = forms.CharField(label=_("Reason"), max_length=200)
