from django.template.loader import render_to_string


def own_account(request, **context) -> str:
    """The way to one's own account, in the menu of the person."""
    return render_to_string("accounts/menu.html", request=request)
