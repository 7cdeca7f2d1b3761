"""The product's settings, with servers of the tests' own and a fast password hasher."""

# The session chooses DOORSTEP_VAR before the settings read it: this import stays first.
from tests import session  # noqa: F401, I001
from crm.settings import *  # noqa: F403
from tests.plain_files import STORAGES  # noqa: F401

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
