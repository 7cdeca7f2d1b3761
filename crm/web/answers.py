"""What pages of several rooms do alike: tabs of states, a file to keep, a sentence and the way on."""

from django.contrib import messages
from django.shortcuts import redirect


def state_tabs(labels: dict[str, str], here: str) -> list[dict]:
    """Tabs over a list, one a state, for `web/components/tabs.html`."""
    return [
        {"label": label, "url": f"?state={state}", "here": state == here} for state, label in labels.items()
    ]


def done(request, sentence: str, to: str, *args):
    """Say that it is done and lead on to the page `to`."""
    messages.success(request, sentence)
    return redirect(to, *args)


def refused_rows(response, row, form: str):
    """The refused rows of a thing with a `public_id` as a file that is kept nowhere on the way."""
    response["Content-Disposition"] = f'attachment; filename="refused-{str(row.public_id)[:8]}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
