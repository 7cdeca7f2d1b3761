"""Our own line drawings, 20 × 20, one stroke width; drawn inline so that they take the colour of the text."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe

SHAPES = {
    "desk": '<path d="M3 11.5V9a7 7 0 0 1 14 0v2.5"/><rect x="2.5" y="11" width="3.5" height="5" rx="1.2"/>'
    '<rect x="14" y="11" width="3.5" height="5" rx="1.2"/><path d="M15.8 16c0 1.4-1.5 2-3.3 2"/>',
    "owners": '<path d="M3 9.2 10 3.500l7 5.700V17H3z"/><circle cx="10" cy="10" r="1.8"/>'
    '<path d="M6.8 17a3.2 3.2 0 0 1 6.4 0"/>',
    "home": '<path d="M3 9.5 10 3.500l7 6V17H3z"/><path d="M8 17v-4.500h4V17"/>',
    "building": '<path d="M4 17V4l7-1.500V17M11 7l5 1.500V17M2.5 17h15"/><path d="M6.5 7h2M6.5 10h2M6.5 13h2"/>',
    "care": '<path d="M10 16.500S3 12.5 3 7.800A3.8 3.8 0 0 1 10 5.700a3.8 3.8 0 0 1 7 2.100c0 4.7-7 8.7-7 8.700z"/>',
    "satisfaction": '<circle cx="10" cy="10" r="7"/><path d="M7 11.800c.8 1.4 1.8 2 3 2s2.2-.6 3-2"/>'
    '<path d="M7.5 7.800v.4M12.5 7.800v.4"/>',
    "value": '<path d="M3 16.500h14"/><path d="M4.5 13.5 8 9.500l3 2.5 5-6.5"/><path d="M12.5 5.500H16V9"/>',
    "coordination": '<circle cx="10" cy="4.5" r="1.8"/><circle cx="4.5" cy="14.5" r="1.8"/>'
    '<circle cx="15.5" cy="14.5" r="1.8"/><path d="M9 6.2 5.4 12.900M11 6.200l3.6 6.700M6.4 14.500h7.2"/>',
    "settings": '<path d="M3 6h7M14.5 6H17M3 14h2.500M10 14h7"/><circle cx="12.2" cy="6" r="2"/>'
    '<circle cx="7.8" cy="14" r="2"/>',
    "search": '<circle cx="9" cy="9" r="5.5"/><path d="m13.2 13.2 3.8 3.8"/>',
    "sun": '<circle cx="10" cy="10" r="3.3"/><path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.300l1.4 1.4'
    'M14.3 14.300l1.4 1.400M4.3 15.700l1.4-1.400M14.3 5.700l1.4-1.4"/>',
    "moon": '<path d="M16.5 11.800A7 7 0 0 1 8.2 3.500a7 7 0 1 0 8.3 8.300z"/>',
    "system": '<rect x="2.5" y="4" width="15" height="10" rx="1.5"/><path d="M7.5 17h5M10 14v3"/>',
    "language": '<circle cx="10" cy="10" r="7.2"/><path d="M2.8 10h14.400M10 2.800c2.3 2 3.3 4.5 3.3 7.2'
    's-1 5.2-3.3 7.200c-2.3-2-3.3-4.5-3.3-7.200s1-5.2 3.3-7.200z"/>',
    "person": '<circle cx="10" cy="6.8" r="3.2"/><path d="M3.8 17a6.2 6.2 0 0 1 12.4 0"/>',
    "people": '<circle cx="7.5" cy="7" r="2.8"/><path d="M2.5 16.500a5 5 0 0 1 10 0M13 4.600a2.8 2.8 0 0 1 0 5'
    'M14.5 12.100a5 5 0 0 1 3 4.4"/>',
    "menu": '<path d="M3 5.500h14M3 10h14M3 14.500h14"/>',
    "collapse": '<path d="M3 4v12M16.5 10H7.500M11 6.5 7.5 10l3.5 3.5"/>',
    "back": '<path d="M12 4.5 6.5 10l5.5 5.5"/>',
    "forward": '<path d="M8 4.5 13.5 10 8 15.5"/>',
    "down": '<path d="M5 7.8 10 12.800l5-5"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "close": '<path d="m5 5 10 10M15 5 5 15"/>',
    "check": '<path d="m4 10.5 4 4 8-9"/>',
    "good": '<circle cx="10" cy="10" r="7.2"/><path d="m6.8 10.3 2.2 2.2 4.2-4.7"/>',
    "notice": '<circle cx="10" cy="10" r="7.2"/><path d="M10 6v4.200l2.6 1.8"/>',
    "late": '<path d="M10 3 18 16.500H2z"/><path d="M10 8v4M10 14.200v.2"/>',
    "danger": '<path d="M7 2.800h6l4.2 4.200v6L13 17.200H7L2.8 13V7z"/><path d="M10 6.500v4.200M10 13.300v.2"/>',
    "info": '<circle cx="10" cy="10" r="7.2"/><path d="M10 9.200v4.600M10 6.400v.2"/>',
    "question": '<circle cx="10" cy="10" r="7.2"/><path d="M7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.600M10 13.800v.2"/>',
    "phone": '<path d="M4 3.500h3l1.5 4-2 1.300a9 9 0 0 0 4.7 4.700l1.3-2 4 1.500v3c0 .6-.4 1-1 1'
    'A12.5 12.5 0 0 1 3 4.500c0-.6.4-1 1-1z"/>',
    "mail": '<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="m3 5.5 7 5.5 7-5.5"/>',
    "message": '<path d="M3 4h14v9.500H9L5.5 16.500v-3H3z"/>',
    "at": '<circle cx="10" cy="10" r="3"/><path d="M13 7v4.200a2.1 2.1 0 0 0 4.200 0V10a7.200 7.200 0 1 0-3 5.900"/>',
    "photo": '<rect x="2.5" y="5" width="15" height="11" rx="1.5"/><path d="M7 5l1-2h4l1 2"/><circle cx="10" cy="10.500" r="2.800"/>',
    "note": '<path d="M4 3h12v9l-4.5 5H4z"/><path d="M16 12h-4.500v5M7 7h6M7 10h4"/>',
    "send": '<path d="M17.5 2.5 9 11M17.5 2.5 12 17.500l-3-6.5-6.5-3z"/>',
    "transfer": '<path d="M3 7h12M12 3.8 15.2 7 12 10.200M17 13H5M8 9.8 4.8 13 8 16.2"/>',
    "investigate": '<circle cx="8.5" cy="8.5" r="5"/><path d="m12.2 12.2 4.8 4.800M6.5 8.700l1.4 1.4 2.6-2.9"/>',
    "proposal": '<path d="M5 2.500h7l3.5 3.500v11.500H5z"/><path d="M12 2.500V6h3.500M7.5 10h5M7.5 13h3"/>',
    "approve": '<path d="m10 2.2 2.2 1.6 2.7.1.7 2.6 2.1 1.7-1 2.5.5 2.7-2.5 1-1.5 2.3-2.7-.5-2.6.5'
    '-1.5-2.3-2.5-1 .5-2.7-1-2.5 2.1-1.7.7-2.6 2.7-.1z"/><path d="m7.3 10 1.9 1.9 3.5-3.9"/>',
    "action": '<path d="M11.8 4.200a3.8 3.8 0 0 0 4.7 5L9 16.500a1.9 1.9 0 0 1-2.7 0l-.8-.8a1.9 1.9 0 0 1 0-2.700L13 5.5"/>',
    "visit": '<path d="M4 3.500h3l1.3 3.5-1.7 1.200a8 8 0 0 0 4 4l1.2-1.7 3.7 1.300V15c0 .6-.4 1-1 1A11.5 11.5 0 0 1 3 4.5'
    'c0-.6.4-1 1-1z"/><path d="M16.8 3.500v3.800H13M16.6 7.100A5 5 0 0 0 12 3.6"/>',
    "directive": '<path d="M4.5 17.500V3M4.5 3.800c3-1.6 5 1.6 8 .6 1-.3 2-.8 3-1.200v7.300c-1 .4-2 .9-3 1.2-3 1-5-2.2-8-.6"/>',
    "slip": '<path d="M3.5 4.500h13v11h-13z"/><path d="M3.5 11.500h3.800l1 1.800h3.400l1-1.800h3.8"/>',
    "calendar": '<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/><path d="M3 8.500h14M7 2.800v3.400M13 2.800v3.4"/>',
    "clock": '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.500V10l3 2.2"/>',
    "history": '<path d="M3.5 5v3.500H7M3.7 8.300A6.8 6.8 0 1 1 3.2 11"/><path d="M10 6.500V10l2.5 1.7"/>',
    "filter": '<path d="M3 4.500h14l-5.5 6.300v5.700l-3-1.700v-4z"/>',
    "list": '<path d="M7 5.500h10M7 10h10M7 14.500h10M3.4 5.500h.2M3.4 10h.2M3.4 14.500h.2"/>',
    "chart": '<path d="M3.5 3v13.500H17"/><path d="M7 13.500V10M10.5 13.500V6.500M14 13.500V8.5"/>',
    "table": '<rect x="2.8" y="4" width="14.4" height="12" rx="1.2"/><path d="M2.8 8h14.400M8 8v8"/>',
    "lock": '<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6.500a3 3 0 0 1 6 0V9"/>',
    "eye": '<path d="M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.500S2 10 2 10z"/><circle cx="10" cy="10" r="2.4"/>',
    "edit": '<path d="M3.5 16.500v-3L13.2 3.800l3 3-9.7 9.700zM11 6l3 3"/>',
    "undo": '<path d="M7 4 3.5 7.5 7 11M3.5 7.500H12a4.5 4.5 0 0 1 0 9H8"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3.500V7.500h13V14H14"/><path d="M6 11.500h8V17H6z"/>',
    "download": '<path d="M10 3v9.500M6.2 9 10 12.8 13.8 9M3.5 16.500h13"/>',
    "upload": '<path d="M10 13V3.500M6.2 7 10 3.2 13.8 7M3.5 16.500h13"/>',
    "link": '<path d="M8.5 11.500a3 3 0 0 0 4.2 0l2.8-2.800a3 3 0 0 0-4.2-4.200l-1 1M11.5 8.500a3 3 0 0 0-4.2 0'
    'l-2.8 2.800a3 3 0 0 0 4.2 4.200l1-1"/>',
    "signout": '<path d="M11.5 3.500H4v13h7.500M8.5 10H17M13.8 6.8 17 10l-3.2 3.2"/>',
    "keyboard": '<rect x="2" y="5" width="16" height="10.5" rx="1.5"/><path d="M5 8.200h.2M8.3 8.200h.2M11.6 8.200h.2'
    'M14.8 8.200h.2M6.5 12.300h7"/>',
    "promise": '<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/>'
    '<path d="M3 8.2h14M7 2.8v3M13 2.8v3M7.2 12.6l2 2 3.6-3.8"/>',
    "star": '<path d="m10 2.8 2.2 4.7 5 .6-3.7 3.5 1 5-4.5-2.5-4.5 2.5 1-5L2.8 8.100l5-.6z"/>',
    "bolt": '<path d="M11 2.5 4.5 11.500H10l-1 6 6.5-9H10z"/>',
    "group": '<path d="M2.5 8.5 6.5 5l4 3.500V15h-8zM10.5 10l3.5-3 3.5 3v5h-7"/>',
    "warranty": '<path d="M10 2.5 16.5 5v4.500c0 4-2.7 6.7-6.5 8-3.8-1.3-6.5-4-6.5-8V5z"/><path d="m7.3 9.8 2 2 3.5-3.8"/>',
    "crisis": '<path d="M3 8v4h3l6 4V4L6 8zM15 7.500a3.5 3.5 0 0 1 0 5"/>',
    "megaphone": '<path d="M3 8v4h3l6 4V4L6 8zM15 7.500a3.5 3.5 0 0 1 0 5"/>',
    "gift": '<rect x="3" y="7" width="14" height="3.5"/><path d="M4.5 10.500V17h11v-6.500M10 7v10M10 7S8.5 3 6.5 3.5 6 7 10 7z'
    'M10 7s1.5-4 3.5-3.500S14 7 10 7z"/>',
    "book": '<path d="M10 5C8 3.5 5.5 3.2 3 3.500V15c2.5-.3 5 0 7 1.5 2-1.5 4.5-1.8 7-1.500V3.500C14.5 3.2 12 3.5 10 5zM10 5v11.5"/>',
    "key": '<circle cx="6.5" cy="13.5" r="3.5"/><path d="m9 11 7.5-7.500M13.5 6.500l2.5 2.5"/>',
    "shield": '<path d="M10 2.5 16.5 5v4.500c0 4-2.7 6.7-6.5 8-3.8-1.3-6.5-4-6.5-8V5z"/>',
    "more": '<path d="M4.5 10h.2M10 10h.2M15.5 10h.2"/>',
    "dot": '<circle cx="10" cy="10" r="3.5" fill="currentColor" stroke="none"/>',
    "ring": '<circle cx="10" cy="10" r="5"/>',
    "empty": '<path d="M3 11.5 5.5 4h9l2.5 7.500V16H3z"/><path d="M3 11.500h4l1 2h4l1-2h4"/>',
}


def svg(name: str, *, size: int = 20, label: str = "") -> str:
    """The drawing as inline svg; hidden from screen readers unless it carries a label of its own."""
    return _drawn(name, size, str(label))


@lru_cache(maxsize=2048)
def _drawn(name: str, size: int, label: str) -> str:
    shape = mark_safe(SHAPES.get(name, SHAPES["dot"]))  # noqa: S308  constant of this module
    heard = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ds-icon" width="{0}" height="{0}" viewBox="0 0 20 20" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" focusable="false" {1}>{2}</svg>',
        size,
        heard,
        shape,
    )
