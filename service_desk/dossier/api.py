"""The API of dossiers."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.accounts.permissions import require
from crm.api.views import Endpoint
from service_desk.cases.access import case_for

from . import services, signing
from .access import dossier_for
from .states import DossierStatus
from .views import archive_answer, paper_answer


class DossierIn(serializers.Serializer):
    masked = serializers.BooleanField(
        default=True, help_text="false: everything in clear, which needs a reason"
    )
    because = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class DossierOut(serializers.Serializer):
    id = serializers.UUIDField()
    case = serializers.CharField()
    masked = serializers.BooleanField()
    status = serializers.ChoiceField(choices=DossierStatus.choices)
    size = serializers.IntegerField()
    has_pdf = serializers.BooleanField(help_text="false: the machine had no font for what stands in it")
    digest = serializers.CharField(help_text="SHA-256 of the archive")
    fingerprint = serializers.CharField(help_text="of the key that signs; give it to whoever checks")
    expires_at = serializers.DateTimeField(allow_null=True)


def _dossier(row) -> dict:
    names = ("masked", "size", "has_pdf", "digest", "expires_at")
    told = {name: getattr(row, name) for name in names}
    return told | {
        "id": row.public_id,
        "case": row.case.number,
        "status": str(row.status),
        "fingerprint": signing.fingerprint(),
    }


class DossiersOfCase(Endpoint):
    """Have a dossier of the case put together."""

    verbs = {"POST": "dossiers.make"}
    inputs = {"POST": DossierIn}
    outputs = {"POST": {202: DossierOut}}

    def post(self, request, number):
        """It is made by a job; ask for the dossier until it is `ready`, then take its archive."""
        case, said = case_for(request.user, number, to="dossiers.make"), self.given()
        if not said["masked"]:
            require(request.user, "dossiers.whole", project=case.project)
        return Response(_dossier(services.ask(request.user, case, now=self.now, **said)), status=202)


class OneDossier(Endpoint):
    """How far a dossier is."""

    verbs = {"GET": "dossiers.make"}
    outputs = {"GET": DossierOut}

    def get(self, request, public_id):
        return Response(_dossier(dossier_for(request.user, public_id)))


class Archive(Endpoint):
    """The archive itself: a ZIP that its own `verify.py` checks."""

    verbs = {"GET": "dossiers.make"}

    def get(self, request, public_id):
        return archive_answer(request.user, dossier_for(request.user, public_id), self.now)


class Paper(Endpoint):
    """The page of a dossier as a PDF; the same stands in its archive."""

    verbs = {"GET": "dossiers.make"}

    def get(self, request, public_id):
        return paper_answer(request.user, dossier_for(request.user, public_id), self.now)
