from datetime import date

import pytest

from crm.accounts.services import system_user
from owners.homes import services as homes
from owners.models import WarrantyPart
from owners.warranty import services as warranty
from tests.cases.conftest import story  # noqa: F401  the complaint of Chen


@pytest.fixture
def parts(db, now) -> dict[str, WarrantyPart]:
    warranty.add_standard_parts(system_user("tests"), now=now)
    return {part.code: part for part in WarrantyPart.objects.all()}


@pytest.fixture
def handed_over(home_1201, chen, now):
    """3-2-1201 was handed over on 15 January 2023: its waterproofing is warranted until 2028."""
    homes.hand_over(system_user("tests"), home_1201, on=date(2023, 1, 15), now=now)
    home_1201.refresh_from_db()
    return home_1201
