"""The town's photos and the notes that name a colleague: drawn here, so that no picture of anybody lies about."""

import io
from datetime import datetime

from service_desk.attachments import services
from service_desk.cases import services as cases
from service_desk.cases.models import Case

NOTE = "@bob 楼上业主明天上午在家，您看安排工程部几点去合适？"
STAIN, REPAIRED = (150, 112, 70), (236, 236, 228)


def load(world, *, now: datetime) -> None:
    """Two photos of what is wrong, one of what came of it, and a mention that waits for the supervisor."""
    alice = world.staff["alice"]
    case = _leak()
    if case is None:
        return
    for number, (colour, stage, caption) in enumerate(
        (
            (STAIN, "problem", "卫生间天花板，业主 11 月拍摄"),
            ((120, 96, 66), "problem", "楼下卧室墙面"),
            (REPAIRED, "proposal", "同户型重做防水后的样子"),
        )
    ):
        services.add(
            alice,
            case,
            stage=stage,
            name=f"photo-{number + 1}.png",
            content=_drawn(colour),
            caption=caption,
            now=now,
        )
    cases.note(alice, case, body=NOTE, now=now)


def _leak() -> Case | None:
    open_ones = Case.objects.exclude(status__in=["closed", "merged", "registered"])
    leaks = open_ones.filter(subject__startswith="engineering_quality", project__city__code="hangzhou")
    return leaks.order_by("-id").first() or open_ones.filter(project__city__code="hangzhou").first()


def _drawn(colour) -> bytes:
    """A wall with a stain, as a telephone sends it, only smaller."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (960, 720), (225, 222, 214))
    pen = ImageDraw.Draw(picture)
    pen.line((0, 500, 960, 470), fill=(190, 186, 176), width=10)
    for ring in range(9):
        shade = tuple(part + (222 - part) * ring // 14 for part in colour)
        pen.ellipse((250 + 18 * ring, 110 + 14 * ring, 710 - 18 * ring, 430 - 14 * ring), fill=shade)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
