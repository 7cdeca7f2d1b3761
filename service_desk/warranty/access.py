"""Who judges warranties of cases, and who turns a promise into a longer one."""

from crm.accounts.permissions import declare
from service_desk.cases.access import DESK

declare({"warranty.judge": DESK, "warranty.extend": DESK})
