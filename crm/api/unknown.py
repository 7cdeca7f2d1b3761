from crm.accounts.permissions import PUBLIC
from crm.api.views import Endpoint
from crm.errors import NotFound


class Unknown(Endpoint):
    """Every address below /api/v1/ that no room knows."""

    verbs = PUBLIC
    public_because = "it says only that there is nothing here"
    schema = None

    def get(self, request, *args, **kwargs):
        raise NotFound

    post = put = patch = delete = get
