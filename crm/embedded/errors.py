"""One sentence that says what is wrong and what to do; the launcher prints it and stops."""

from __future__ import annotations

import errno


class CannotStart(Exception):
    """``str(error)`` is one sentence for the person at the keyboard, with what to do next."""


def because_of_the_system(error: OSError, doing: str) -> CannotStart:
    """Turn an operating system error into the sentence for it; ``doing`` reads "writing /srv/…/var"."""
    named = str(error.filename or "")
    place = f" ({named})" if named and named not in doing else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotStart(f"The disk is full while {doing}{place}: free some space and start again.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return CannotStart(
            f"No permission for {doing}{place}: give this account the folder (chown), "
            "or point DOORSTEP_VAR at a folder it may write."
        )
    if error.errno == errno.EROFS:
        return CannotStart(
            f"The file system is read-only while {doing}{place}: point DOORSTEP_VAR at a writable folder."
        )
    return CannotStart(f"The system refused {doing}{place}: {error.strerror or error}.")
