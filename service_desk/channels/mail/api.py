"""The API of mail that waits for a person."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.cases.access import case_for
from service_desk.channels import serializers as out
from service_desk.channels.access import mail_for
from service_desk.channels.mail import selectors, services, together, unfetched


class IncomingMails(Endpoint):
    """Mail that waits, newest first; `?status=discarded` for what was thrown away. `q` looks for an address in all and
    for words in the newest; `reason` and `mailbox` narrow it."""

    verbs = {"GET": "mail.view"}
    outputs = {"GET": paged(out.MailRowOut)}

    def get(self, request):
        asked = request.query_params
        rows = selectors.quarantine(
            request.user,
            asked.get("status", "held"),
            words=asked.get("q", "")[:120],
            reason=asked.get("reason", ""),
            mailbox=asked.get("mailbox", ""),
        )
        page = CursorPage(rows, request)
        return Response(page.answer(out.MailRowOut(page.rows, many=True).data))


class MailCounts(Endpoint):
    """How much waits and how much was thrown away; 1001 stands for more than a thousand."""

    verbs = {"GET": "mail.view"}
    outputs = {"GET": out.CountsOut}

    def get(self, request):
        return Response({str(name): count for name, count in selectors.counts(request.user).items()})


class OneMail(Endpoint):
    """One mail as plain text, what it quotes apart."""

    verbs = {"GET": "mail.view"}
    outputs = {"GET": out.MailOut}

    def get(self, request, public_id):
        return Response(dict(out.MailOut(mail_for(request.user, public_id)).data))


class ReleaseOfMail(Endpoint):
    """Let a held mail become a case."""

    verbs = {"POST": "mail.release"}
    inputs = {"POST": out.ReleaseIn}
    outputs = {"POST": out.CaseNumberOut}

    def post(self, request, public_id):
        mail = mail_for(request.user, public_id, to="mail.release")
        case = services.release(request.user, mail, kind=self.given()["kind"], now=self.now)
        return Response({"case": case.number}, status=201)


class FetchingAgain(Endpoint):
    """Ask the server once more for a mail of which only the beginning came."""

    verbs = {"POST": "mail.release"}
    outputs = {"POST": {200: out.MailOut}}

    def post(self, request, public_id):
        mail = mail_for(request.user, public_id, to="mail.release")
        unfetched.fetch_again(request.user, mail, now=self.now)
        return Response(dict(out.MailOut(mail_for(request.user, public_id)).data))


class AttachmentOfMail(Endpoint):
    """Add a held mail to a case; what is added to a closed one opens another, whose number comes back."""

    verbs = {"POST": "mail.release"}
    inputs = {"POST": out.AttachIn}
    outputs = {"POST": out.CaseNumberOut}

    def post(self, request, public_id):
        mail = mail_for(request.user, public_id, to="mail.release")
        case = case_for(request.user, self.given()["case"], to="cases.note")
        case = services.attach(request.user, mail, case=case, now=self.now)
        return Response({"case": case.number}, status=201)


class DiscardOfMail(Endpoint):
    """Throw a held mail away, with a reason; DELETE has it back until its time is over."""

    verbs = {"POST": "mail.release", "DELETE": "mail.release"}
    inputs = {"POST": out.DiscardIn}
    outputs = {"POST": out.MailRowOut, "DELETE": out.MailRowOut}

    def post(self, request, public_id):
        mail = mail_for(request.user, public_id, to="mail.release")
        why = self.given().get("why", "")
        return self._row(services.discard(request.user, mail, why=why, now=self.now), 201)

    def delete(self, request, public_id):
        mail = mail_for(request.user, public_id, to="mail.release")
        return self._row(services.take_back(request.user, mail, now=self.now), 200)

    def _row(self, mail, status):
        return Response(dict(out.MailRowOut(mail).data), status=status)


class MailsTogether(Endpoint):
    """Several held mails at once: each by itself; what one is refused for does not touch the others."""

    verbs = {"POST": "mail.release"}
    inputs = {"POST": out.TogetherIn}
    outputs = {"POST": out.TogetherOut}

    def post(self, request):
        said = self.given()
        outcome = together.do(
            request.user,
            said["mails"],
            deed=said["deed"],
            kind=said.get("kind", ""),
            why=said.get("why", ""),
            now=self.now,
        )
        refused = [{"mail": one, "because": why} for one, why in outcome.refused]
        return Response({"done": outcome.done, "refused": refused})


class ReplyOfMail(Endpoint):
    """Add a held mail to the case it names; where it answers a letter of ours from another address, that address may
    answer for this case from now on."""

    verbs = {"POST": "mail.release"}
    outputs = {"POST": out.CaseNumberOut}

    def post(self, request, public_id):
        mail = mail_for(request.user, public_id, to="mail.release")
        together.take_as_reply(request.user, mail, now=self.now)
        mail.refresh_from_db()
        return Response({"case": mail.case.number}, status=201)
