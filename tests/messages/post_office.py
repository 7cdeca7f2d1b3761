"""A mail server of a few lines on a loopback port, which takes, puts off or refuses what it is told to."""

import socketserver
import threading


class PostOffice:
    """Letters it took are in `taken`; addresses beginning with "no." are refused, with "later." put off."""

    def __init__(self):
        self.taken: list[bytes] = []
        office = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self):
                office.talk(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def talk(self, conversation) -> None:
        def say(line):
            conversation.wfile.write(f"{line}\r\n".encode())

        say("220 loopback")
        while line := conversation.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "RCPT":
                say(self.answer(line))
            elif command == "DATA":
                say("354 go on")
                self.taken.append(self.read(conversation))
                say("250 taken")
            elif command == "QUIT":
                return say("221 bye")
            else:
                say("250 well")

    def answer(self, line: str) -> str:
        address = line.partition("<")[2]
        if address.startswith("no."):
            return f"550 nobody called {address} lives here"
        return "451 come again" if address.startswith("later.") else "250 well"

    def read(self, conversation) -> bytes:
        lines = []
        while (line := conversation.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
