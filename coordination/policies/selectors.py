from .models import PolicyVersion


def versions():
    """All versions, the newest first."""
    return PolicyVersion.objects.order_by("-version")
