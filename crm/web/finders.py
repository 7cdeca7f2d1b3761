"""Serves a short list of files from node_modules, so that no build step and no whole package is published."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage

# what a page asks for -> where npm puts it. A .map stands beside its file because the manifest storage follows
# the sourceMappingURL comment and refuses a missing target.
WHITELIST = {
    "vendor/tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/alpine/alpine-csp.min.js": "@alpinejs/csp/dist/cdn.min.js",
    "vendor/echarts/echarts.min.js": "echarts/dist/echarts.min.js",
}


def node_modules() -> Path:
    return Path(getattr(settings, "NODE_MODULES", settings.BASE_DIR / "node_modules"))


class PackageStorage(FileSystemStorage):
    """A file system storage that knows its files by their published names only."""

    prefix = ""

    def path(self, name):
        return str(Path(self.location) / WHITELIST[str(name).replace("\\", "/")])

    def exists(self, name):
        return name in WHITELIST and Path(self.path(name)).exists()


class NodeModulesFinder(BaseFinder):
    """Finds the whitelisted files, and nothing else, under node_modules."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = PackageStorage(location=node_modules())
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        missing = [source for source in WHITELIST.values() if not (node_modules() / source).exists()]
        if not missing:
            return []
        return [
            CheckWarning(
                f"{len(missing)} front-end files are missing, {missing[0]} among them.",
                hint="Run `npm ci` (python3 run.py does it) so that pages have their style and behaviour.",
                id="web.W001",
            )
        ]

    def find(self, path, find_all=False, **kwargs):
        found = self.storage.path(path) if self.storage.exists(path) else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns):
        for name in WHITELIST:
            if self.storage.exists(name):
                yield name, self.storage
