"""Clients that post feedback and, when the answer does not come, ask again with the same key."""

import threading
import time
import uuid
from dataclasses import dataclass, field

import httpx

ATTEMPTS = 200
PAUSE = 0.1  # seconds between two attempts with one key


@dataclass
class Posted:
    """One feedback as its client saw it: the answers to its attempts (0: no answer), and what it got."""

    key: str
    answers: list[int] = field(default_factory=list)
    moments: list[tuple[float, float]] = field(default_factory=list)
    feedback: str = ""


class Clients:
    """`count` feedbacks through `parallel` connections; `progress` tells how many have been answered."""

    def __init__(self, house, count: int, *, parallel: int = 8, with_key: bool = True, timeout: float = 30):
        self.house, self.count, self.with_key, self.timeout = house, count, with_key, timeout
        self.posted = [Posted(str(uuid.uuid4())) for _ in range(count)]
        self.waiting = iter(list(enumerate(self.posted)))
        self.lock = threading.Lock()
        self.pause = threading.Event()
        self.progress = 0
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(parallel)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()

    def broken_answers(self) -> list[int]:
        """Answers of 500 and above that no outage of the database explains; those it does must be 503."""
        return [
            status
            for posted in self.posted
            for status, moment in zip(posted.answers, posted.moments, strict=True)
            if status >= 500 and not (status == 503 and self._in_outage(*moment))
        ]

    def _in_outage(self, begin: float, end: float) -> bool:
        return any(begin < over and end > down for down, over in self.house.outages)

    @property
    def running(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)

    def _work(self) -> None:
        headers = {"Authorization": f"Bearer {self.house.stage['token']}"}
        options = {"base_url": self.house.address, "headers": headers, "timeout": self.timeout}
        with httpx.Client(**options, trust_env=False) as client:
            while (turn := self._next()) is not None:
                self._post(client, *turn)
                with self.lock:
                    self.progress += 1

    def _next(self):
        with self.lock:
            return next(self.waiting, None)

    def _post(self, client, nth: int, posted: Posted) -> None:
        owners = self.house.stage["owners"]
        body = {
            "owner": owners[nth % len(owners)],
            "project": self.house.stage["project"],
            "score": nth * 7 % 101,
            "words": f"卫生间漏水 {nth}",
        }
        headers = {"Idempotency-Key": posted.key} if self.with_key else {}
        for _ in range(ATTEMPTS):
            begin, status = time.monotonic(), 0
            try:
                answer = client.post("/api/v1/feedback", json=body, headers=headers)
                status = answer.status_code
            except httpx.TransportError:
                pass
            posted.answers.append(status)
            posted.moments.append((begin, time.monotonic()))
            if 0 < status < 500 and status != 409:  # 409: the first attempt with this key is still at work
                posted.feedback = answer.text
                return
            self.pause.wait(PAUSE)
