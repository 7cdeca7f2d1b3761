"""Signing in and out, and one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from crm import clock
from crm.accounts import access, devices, selectors, services, tokens
from crm.accounts.forms import PasswordForm, SignInForm, TokenForm, UserForm
from crm.accounts.sign_in import sign_in as start_session
from crm.api import throttles
from crm.errors import DoorstepError, Refused
from crm.web import asked
from crm.web.pages import member_page, public_page
from crm.web.seen import as_it_stands, one_by_one


@public_page("whoever is not signed in must be able to sign in")
@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    """The name and the password; then on to where one wanted to go."""
    onward = _onward(request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/sign_in.html", {"form": form, "next": onward})
    given = form.cleaned_data
    try:
        user = start_session(request, **given, now=clock.now())
    except DoorstepError as refusal:
        context = {"form": form, "next": onward, "refusal": refusal.message}
        status = 429 if refusal.status == 429 else 200
        return render(request, "accounts/sign_in.html", context, status=status)
    response = redirect(onward)
    devices.remember(request, response, user.username)
    return response


@public_page("a session that has run out must still be able to end")
@require_POST
def sign_out(request):
    logout(request)
    response = redirect(settings.LOGIN_URL)
    response["Clear-Site-Data"] = '"cache"'
    return response


@member_page("everybody manages his own name, language, password and tokens")
@one_by_one
def own_account(request):
    as_it_stands(request, request.user)
    form = UserForm(request.POST or None, initial=_profile(request.user))
    if request.method == "POST" and form.is_valid():
        services.edit_user(request.user, request.user, **form.cleaned_data, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("own_account")
    return _account(request, form=form)


@member_page("everybody changes his own password")
@require_POST
@sensitive_post_parameters("old", "password")
def change_password(request):
    throttles.count("own_password", throttles.caller(request), now=clock.now())
    form = PasswordForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = services.change_password(
                request.user, old=given["old"], new=given["password"], now=clock.now()
            )
        except Refused as refusal:
            _show(form, refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("The new password counts; all other devices are signed out."))
            return redirect("own_account")
    return _account(request, password_form=form)


@member_page("everybody may end his own sessions")
@require_POST
def end_sessions(request):
    user = services.end_sessions(request.user, request.user, now=clock.now())
    update_session_auth_hash(request, user)
    messages.success(request, _("All other devices are signed out."))
    return redirect("own_account")


@member_page("everybody may make tokens that act as himself")
@require_POST
@never_cache
def issue_token(request):
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _account(request, token_form=form)
    token, secret = tokens.issue(request.user, request.user, name=form.cleaned_data["name"], now=clock.now())
    return render(request, "accounts/token.html", {"token": token, "secret": secret})


@member_page("everybody may end his own tokens")
@require_POST
def revoke_token(request, ref):
    token = access.token_for(request.user, ref)
    tokens.revoke(request.user, token, now=clock.now())
    messages.success(request, _("The token has ended."))
    if token.user_id == request.user.pk:
        return redirect("own_account")
    return redirect("settings_user", token.user.username)


def _account(request, form=None, password_form=None, token_form=None):
    context = {
        "form": form or UserForm(initial=_profile(request.user)),
        "password_form": password_form or PasswordForm(),
        "token_form": token_form or TokenForm(),
        "tokens": tokens.held_by(request.user),
        "grants": selectors.held(request.user),
    }
    return render(request, "accounts/own_account.html", context)


def _profile(user) -> dict:
    return {"display_name": user.display_name, "email": user.email, "language": user.language}


def _show(form, refusal: Refused) -> None:
    for name, message in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(message))
    if not refusal.fields:
        form.add_error(None, str(refusal.message))


def _onward(request) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    return asked.onward(request, address, settings.LOGIN_REDIRECT_URL)
