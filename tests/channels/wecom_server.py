"""WeCom's interface in a few lines on a loopback port: a token, files by their id, texts that are taken or refused."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class WecomServer:
    """`media` by id: (content type, bytes); `sent` is what was taken; `answers` are codes to give first, in turn."""

    def __init__(self):
        self.media: dict[str, tuple[str, bytes]] = {}
        self.sent: list[tuple[str, dict]] = []
        self.answers: list[int] = []
        self.tokens = 0
        self.redirects = False
        self.queues: dict[str, list] = {}  # of each service account, what people wrote there
        self.of_a_page = 2
        self.synced: list[dict] = []
        office = self

        class Conversation(BaseHTTPRequestHandler):
            def do_GET(self):
                office.talk(self, b"")

            def do_POST(self):
                office.talk(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.place = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def talk(self, line, body: bytes) -> None:
        parts = urlsplit(line.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.redirects:
            line.send_response(302)
            line.send_header("Location", f"{self.place}/elsewhere?{parts.query}")
            line.end_headers()
            return
        kind, answer = self.answer(parts.path, asked, body)
        line.send_response(200)
        line.send_header("Content-Type", kind)
        line.send_header("Content-Disposition", 'attachment; filename="sent.jpg"')
        line.end_headers()
        line.wfile.write(answer)

    def answer(self, path: str, asked: dict, body: bytes) -> tuple[str, bytes]:
        if path == "/cgi-bin/gettoken":
            if asked.get("corpsecret") != "app-secret":
                return self.said(40001)
            self.tokens += 1
            return self.said(0, access_token=f"token-{self.tokens}", expires_in=7200)
        if asked.get("access_token") != f"token-{self.tokens}":
            return self.said(40014)
        if self.answers:
            code = self.answers.pop(0)
            if code:
                return self.said(code)
        if path == "/cgi-bin/media/get":
            return self.media.get(asked["media_id"]) or self.said(40007)
        if path == "/cgi-bin/kf/sync_msg":
            return self.page(json.loads(body))
        self.sent.append((path, json.loads(body)))
        return self.said(0, msgid="m")

    def page(self, asked: dict) -> tuple[str, bytes]:
        """So many messages of an account after a cursor as `of_a_page` says."""
        self.synced.append(asked)
        queue = self.queues.get(asked["open_kfid"], [])
        at = int(asked.get("cursor") or 0)
        until = min(at + self.of_a_page, len(queue))
        more = int(until < len(queue))
        return self.said(0, next_cursor=str(until), has_more=more, msg_list=queue[at:until])

    def said(self, code: int, **more) -> tuple[str, bytes]:
        return "application/json", json.dumps({"errcode": code, "errmsg": "x", **more}).encode()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
