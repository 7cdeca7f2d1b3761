"""A web process reads its routes and views before it listens, so that no visitor waits for them."""

import subprocess
import sys

import pytest

READ = (
    "import importlib, sys; importlib.import_module(sys.argv[1]); print('service_desk.urls' in sys.modules)"
)
ROUTELESS = "django.core.asgi"  # negative control: what merely imports the framework has read no route


@pytest.mark.parametrize(("module", "read"), [("crm.asgi", True), ("crm.wsgi", True), (ROUTELESS, False)])
def test_routes_are_read_at_the_start(module, read):
    done = subprocess.run([sys.executable, "-c", READ, module], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(read)]
