"""Somebody is erased in the very moment in which his archive is put together: no archive of him is left."""

import pytest

from crm.jobs.work import work_off
from owners.models import Owner
from owners.privacy import exporting, people_files, services
from owners.privacy.models import PersonExport
from tests.owners.staging import add_owner
from tests.owners.test_merge_races import Competitor, somebody_waits
from tests.people import NOW
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_archive_does_not_outlive_its_person(riverside, alice, pia, settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    owner = add_owner(alice, riverside, NOW, name="李雷", phone="13700000009")
    export = services.ask_export(pia, owner, because="本人书面要求", now=NOW)
    wish = services.request_erasure(pia, owner, because="本人书面要求", now=NOW)
    real, others = exporting.archive, []

    def erase():
        return services.confirm_erasure(pia, wish, typed=owner.number, now=NOW)

    def put_together(whose, *, now):
        made = real(whose, now=now)
        others.append(Competitor(erase))
        others[0].start()
        until(lambda: somebody_waits() or not others[0].is_alive(), "the erasure waits, or is through")
        return made

    monkeypatch.setattr(exporting, "archive", put_together)
    work_off(export.job_id, clock=lambda: NOW)
    others[0].join(20)
    assert Owner.objects.get(pk=owner.pk).erased_at
    assert (PersonExport.objects.get().status, PersonExport.objects.get().file) == ("expired", "")
    assert list(people_files.folder().iterdir()) == []
