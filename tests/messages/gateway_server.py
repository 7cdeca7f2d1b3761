"""A provider of text messages in a few lines on a loopback port, which behaves as badly as it is told to.

It honours the Idempotency-Key: what came before under a key is answered again and not sent again.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class GatewayServer:
    """`asked` is every request, `sent` what went out by key; `tricks` are played in turn, then all goes well."""

    def __init__(self):
        self.asked: list[tuple[dict, bytes]] = []
        self.sent: dict[str, bytes] = {}
        self.tricks: list[str] = []
        self.over = threading.Event()
        server = self

        class Conversation(BaseHTTPRequestHandler):
            def do_POST(self):
                server.talk(self, self.rfile.read(int(self.headers["Content-Length"])))

            do_PUT = do_POST

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.place = f"http://127.0.0.1:{self.server.server_address[1]}/sms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def talk(self, line, body: bytes) -> None:
        self.asked.append((dict(line.headers.items()), body))
        trick, _colon, more = (self.tricks.pop(0) if self.tricks else "").partition(":")
        if trick == "status":
            return self.say(line, int(more), {"code": "busy", "message": "138 1234 5678 is not taken"})
        if trick == "later":
            return self.say(line, 429, {}, {"Retry-After": more})
        if trick == "code":
            return self.say(line, 200, {"code": more})
        key = line.headers["Idempotency-Key"]
        self.sent.setdefault(key, body)
        if trick == "garbage":
            return self.raw(line, b"<html>\xff\xfe well \0 done")
        if trick == "gone":
            line.close_connection = True
            return line.connection.close()
        if trick == "silent":
            self.over.wait(30)
            return None
        return self.say(line, 200, {"code": "OK", "data": [{"id": f"sms-{list(self.sent).index(key)}"}]})

    def say(self, line, status: int, said: dict, headers=None) -> None:
        line.send_response(status)
        for name, value in (headers or {}).items():
            line.send_header(name, value)
        self.finish(line, json.dumps(said).encode())

    def raw(self, line, content: bytes) -> None:
        line.send_response(200)
        self.finish(line, content)

    def finish(self, line, content: bytes) -> None:
        line.send_header("Content-Length", str(len(content)))
        line.end_headers()
        line.wfile.write(content)

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
