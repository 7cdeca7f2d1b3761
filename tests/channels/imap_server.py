"""A mail server of a few lines on a loopback port that speaks as much IMAP as our fetching asks for."""

import re
import socketserver
import threading


class ImapServer:
    """Mails by their UID in `mails`; what was marked as seen in `seen`. `dies_before_seen` cuts the line then."""

    def __init__(self, mails=(), *, uid_validity=1):
        self.mails = dict(enumerate(mails, start=1))
        self.uid_validity = uid_validity
        self.seen: set[int] = set()
        self.fetched: list[int] = []
        self.dies_before_seen = False
        self.dies_after_fetch = 0
        self.refuses: set[int] = set()  # UIDs that are answered with NO
        self.breaks_off_at: set[int] = set()  # UIDs over which the line ends
        self.vanished: set[int] = set()  # UIDs that somebody takes out between searching and fetching
        office = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self):
                office.talk(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def talk(self, conversation) -> None:
        out = conversation.wfile
        out.write(b"* OK loopback\r\n")
        while line := conversation.rfile.readline().decode("latin-1").strip():
            tag, _space, command = line.partition(" ")
            if not self.answer(out, tag, command):
                return

    def answer(self, out, tag: str, command: str) -> bool:
        """Whether the line stays open."""
        word = command.upper()
        if word.startswith("CAPABILITY"):
            out.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif word.startswith("LOGIN") and "WRONG" in word:
            out.write(f"{tag} NO no\r\n".encode())
            return True
        elif word.startswith("SELECT"):
            out.write(f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.uid_validity}] x\r\n".encode())
        elif word.startswith("UID SEARCH"):
            out.write(f"* SEARCH {' '.join(map(str, self.asked(word)))}\r\n".encode())
        elif word.startswith("UID FETCH"):
            return self.fetch(out, tag, word)
        elif word.startswith("UID STORE"):
            if self.dies_before_seen:
                return False
            self.seen.add(int(word.split()[2]))
        elif word.startswith("LOGOUT"):
            out.write(f"* BYE\r\n{tag} OK\r\n".encode())
            return False
        out.write(f"{tag} OK done\r\n".encode())
        return True

    def asked(self, word: str) -> list[int]:
        one = re.search(r"SEARCH UID (\d+)$", word)
        if one:
            return [uid for uid in self.mails if uid == int(one[1])]
        since = re.search(r"UID (\d+):\*", word.removeprefix("UID SEARCH"))
        if since is None:
            return [uid for uid in self.mails if uid not in self.seen]
        return [uid for uid in self.mails if uid >= int(since[1])] or list(self.mails)[-1:]

    def fetch(self, out, tag: str, word: str) -> bool:
        """Whether the line stays open."""
        uid = int(word.split()[2])
        if uid in self.breaks_off_at:
            return False
        if uid in self.refuses:
            out.write(f"{tag} NO cannot read this one\r\n".encode())
            return True
        if uid in self.vanished:
            self.mails.pop(uid, None)
        else:
            self.give(out, uid, word)
        if self.dies_after_fetch and len(self.fetched) >= self.dies_after_fetch:
            return False
        out.write(f"{tag} OK done\r\n".encode())
        return True

    def give(self, out, uid: int, word: str) -> None:
        data = self.mails[uid]
        if "RFC822.SIZE" in word:
            out.write(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(data)})\r\n".encode())
            return
        part = re.search(r"<0\.(\d+)>", word)
        data = data[: int(part[1])] if part else data
        out.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")
        self.fetched.append(uid)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
