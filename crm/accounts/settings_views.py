"""Users and their grants, for the administrator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from crm import clock
from crm.accounts import access, selectors, services, tokens
from crm.accounts.forms import DeactivationForm, GrantForm, NewPasswordForm, NewUserForm, UserForm
from crm.accounts.models import Role
from crm.accounts.views import _profile, _show
from crm.api.paging import CursorPage
from crm.errors import Refused
from crm.web.pages import page
from crm.web.seen import as_it_stands, one_by_one


@page("users.view")
def users(request):
    query, role = request.GET.get("q", "")[:80], request.GET.get("role", "")
    rows = selectors.users(query=query, role=role if role in Role.values else "")
    found = CursorPage(rows, request, order=("display_name", "id"), size=50)
    context = {"page": found, "query": query, "role": role, "roles": Role.choices}
    return render(request, "accounts/users.html", context)


@page("users.edit")
@sensitive_post_parameters("password")
def new_user(request):
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.add_user(request.user, **form.cleaned_data, now=clock.now())
        except Refused as refusal:
            _show(form, refusal)
        else:
            messages.success(
                request, _("%(name)s can sign in. Now give a role.") % {"name": user.display_name}
            )
            return redirect("settings_user", user.username)
    return render(request, "accounts/new_user.html", {"form": form})


@page("users.view")
@one_by_one
def user(request, username):
    if request.method == "POST":
        return _edit(request, username)
    return _shown(request, access.user_for(request.user, username))


def _edit(request, username):
    person = as_it_stands(request, access.user_for(request.user, username, to="users.edit"))
    form = UserForm(request.POST, initial=_profile(person))
    if not form.is_valid():
        return _shown(request, person, form=form)
    services.edit_user(request.user, person, **form.cleaned_data, now=clock.now())
    messages.success(request, _("Saved."))
    return redirect("settings_user", username)


@page("users.edit")
@require_POST
def give_grant(request, username):
    person = access.user_for(request.user, username, to="users.edit")
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _shown(request, person, grant_form=form)
    places = selectors.places_by_code(form.codes())
    access.require_reach(request.user, **{name: places[name] for name in ("region", "city", "project")})
    try:
        services.grant(request.user, person, role=form.cleaned_data["role"], **places, now=clock.now())
    except Refused as refusal:
        _show(form, refusal)
        return _shown(request, person, grant_form=form)
    messages.success(request, _("The role counts from the next click on."))
    return redirect("settings_user", username)


@page("users.edit")
@require_POST
def take_grant(request, username):
    person = access.user_for(request.user, username, to="users.edit")
    codes = {name: request.POST.get(name, "") for name in selectors.PLACES}
    row = selectors.grant_like(person, role=request.POST.get("role", ""), **selectors.places_by_code(codes))
    if row is not None:
        services.revoke(request.user, row, now=clock.now())
        messages.success(request, _("The role is taken away."))
    return redirect("settings_user", username)


@page("users.edit")
@require_POST
@sensitive_post_parameters("password")
def set_password(request, username):
    person = access.user_for(request.user, username, to="users.edit")
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        try:
            services.set_password(request.user, person, **form.cleaned_data, now=clock.now())
        except Refused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The new password counts; all devices are signed out."))
            return redirect("settings_user", username)
    return _shown(request, person, password_form=form)


@page("users.edit")
@require_POST
def deactivate(request, username):
    person = access.user_for(request.user, username, to="users.edit")
    form = DeactivationForm(request.POST)
    if not form.is_valid():
        return _shown(request, person, deactivation_form=form)
    services.deactivate(request.user, person, because=form.cleaned_data["because"], now=clock.now())
    messages.success(request, _("The account is closed; sessions and tokens have ended."))
    return redirect("settings_user", username)


@page("users.edit")
@require_POST
def activate(request, username):
    person = access.user_for(request.user, username, to="users.edit")
    services.activate(request.user, person, now=clock.now())
    messages.success(request, _("The account is open again."))
    return redirect("settings_user", username)


def _shown(request, person, **forms):
    context = {
        "person": person,
        "grants": selectors.grants_of(person),
        "tokens": tokens.held_by(person),
        "form": UserForm(initial=_profile(person)),
        "grant_form": GrantForm(),
        "password_form": NewPasswordForm(),
        "deactivation_form": DeactivationForm(),
        **forms,
    }
    return render(request, "accounts/user.html", context)
