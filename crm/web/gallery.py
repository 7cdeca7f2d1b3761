"""What the gallery shows: every component in every state, with invented values."""

from datetime import timedelta

from crm.web.paging import KeysetPage


def context(now) -> dict:
    steps = ["Register", "Investigate", "Transfer", "Propose", "Carry out", "Return visit", "Close"]
    states = ["done", "done", "now", "todo", "todo", "todo", "todo"]
    return {
        "steps": [{"label": label, "state": state} for label, state in zip(steps, states, strict=True)],
        "tones": ["calm", "accent", "good", "notice", "late", "danger"],
        "started": now - timedelta(days=1),
        "soon": now + timedelta(hours=20),
        "later": now + timedelta(days=4, hours=3),
        "past": now - timedelta(hours=5),
        "page": KeysetPage([], "next", first=False),
        "entries": [
            {
                "at": now - timedelta(hours=1),
                "actor": "Alice Wen 温雅",
                "text": "registered",
                "icon": "phone",
            },
            {"at": now - timedelta(minutes=4), "text": "clock warned", "icon": "clock", "tone": "notice"},
        ],
        "chart": {
            "xAxis": {"type": "category", "data": ["1", "2", "3", "4", "5", "6"]},
            "yAxis": {"type": "value", "min": 0},
            "series": [{"type": "bar", "data": [12, 20, 15, 8, 17, 11]}],
            "tooltip": {"trigger": "axis"},
        },
        "table": {"head": ["Month", "Cases"], "rows": [["1", 12], ["2", 20], ["3", 15]]},
    }
