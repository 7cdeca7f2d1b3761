"""The API of files: sent as multipart, told without their bytes, taken home one by one."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import Refused
from service_desk.attachments import rules, selectors, services, wording
from service_desk.attachments.access import attachment_for, case_with_files
from service_desk.attachments.answers import answer
from service_desk.attachments.models import Part
from service_desk.attachments.serializers import AddSerializer, AttachmentSerializer, CaptionSerializer


class AttachmentsOfCase(Endpoint):
    """The files of a case, oldest first; and adding one to a set."""

    verbs = {"GET": "attachments.view", "POST": "attachments.add"}
    inputs = {"POST": AddSerializer}
    outputs = {"GET": AttachmentSerializer(many=True), "POST": AttachmentSerializer}

    def get(self, request, number):
        case = case_with_files(request.user, number)
        return Response(AttachmentSerializer(selectors.files_of(case), many=True).data)

    def post(self, request, number):
        case = case_with_files(request.user, number, to="attachments.add")
        given = self.given()
        sent = given.pop("file")
        if sent.size > rules.LARGEST:
            raise Refused(fields={"file": wording.reason("large")}, code="file_large")
        row = services.add(request.user, case, name=sent.name, content=sent.read(), now=self.now, **given)
        return Response(AttachmentSerializer(row).data, status=201)


class AttachmentContent(Endpoint):
    """The file itself; `?part=thumb` gives the small picture."""

    verbs = {"GET": "attachments.view"}
    filters = {"part": "thumb for the small picture of a photo"}

    def get(self, request, public_id):
        row = attachment_for(request.user, public_id)
        part = Part.THUMB if request.query_params.get("part") == Part.THUMB else Part.FULL
        return answer(row, part)


class ChangeOfAttachment(Endpoint):
    """Base: finds the file, changes it, gives it back."""

    outputs = {"POST": AttachmentSerializer}

    def post(self, request, public_id):
        row = attachment_for(request.user, public_id, to="attachments.add")
        return Response(AttachmentSerializer(self.change(request.user, row)).data, status=201)

    def change(self, user, row):
        raise NotImplementedError


class AttachmentCaption(ChangeOfAttachment):
    """Say what it shows."""

    verbs = {"POST": "attachments.add"}
    inputs = {"POST": CaptionSerializer}

    def change(self, user, row):
        return services.word(user, row, now=self.now, **self.given())


class AttachmentRemoval(ChangeOfAttachment):
    """Take it away; it can be brought back."""

    verbs = {"POST": "attachments.add"}

    def change(self, user, row):
        return services.remove(user, row, now=self.now)


class AttachmentReturn(ChangeOfAttachment):
    """Bring it back."""

    verbs = {"POST": "attachments.add"}

    def change(self, user, row):
        return services.bring_back(user, row, now=self.now)
