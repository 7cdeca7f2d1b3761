"""What this machine can write with. Latin letters always can be set; Chinese ones need a font that somebody installed."""

import re
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.errors import DoorstepError

CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
SIMPLIFIED = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
    "Microsoft YaHei", "Hiragino Sans GB", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Heiti SC", "SimHei",
    "DengXian", "SimSun", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip
TRADITIONAL = (
    "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Source Han Sans TW", "PingFang TC",
    "Microsoft JhengHei", "Heiti TC", "PMingLiU", "MingLiU", "Noto Serif CJK TC", "AR PL UMing TW",
)  # fmt: skip
LATIN = ("Inter", "Noto Sans", "Liberation Sans", "Arial", "Helvetica Neue", "Helvetica", "DejaVu Sans")
SIGNS = ("DejaVu Sans", "Noto Sans Symbols 2", "Segoe UI Symbol", "Apple Symbols")  # ☐ ☑ →
BOLD_FROM = 600


class NoFont(DoorstepError):
    """There are Chinese characters to write and nothing on this machine to write them with."""

    status, code = 503, "no_font"
    message = _(
        "This machine has no font with Chinese characters, so it cannot make this PDF. Whoever looks after it installs "
        "one (Debian and Ubuntu: apt install fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts), or puts "
        "a font file into a folder named by DOORSTEP_FONTS, and starts Doorstep again. Until then print the page from "
        "your browser."
    )


@cache
def installed():
    """The fonts of the machine and of DOORSTEP_FONTS, found once a process."""
    import typst  # 34 MB that most processes never need

    return typst.Fonts(font_paths=list(settings.FONT_FOLDERS))


@cache
def families() -> frozenset[str]:
    return frozenset(installed().families())


@cache
def has_bold(family: str) -> bool:
    return any(font.family == family and font.weight >= BOLD_FROM for font in installed().fonts())


def chosen(language: str) -> list[str]:
    """The families for a language, the best first; its own face of the Chinese letters before the other one."""
    chinese = [*TRADITIONAL, *SIMPLIFIED] if language == "zh-hant" else [*SIMPLIFIED, *TRADITIONAL]
    order = [*chinese, *LATIN] if language.startswith("zh") else [*LATIN, *chinese]
    return list(dict.fromkeys(name for name in [*order, *SIGNS] if name in families()))


def must_write(text: str) -> None:
    """NoFont where the text has Chinese letters and no font here has them."""
    if CHINESE.search(text) and not families() & {*SIMPLIFIED, *TRADITIONAL}:
        raise NoFont
