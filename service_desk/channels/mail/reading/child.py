"""The child process: a mail on its standard input, plain values as JSON on its standard output."""

import json
import resource
import sys

from service_desk.channels.mail.reading.parsing import parse

MEMORY = 768 * 1024 * 1024
SECONDS = 20


def limit() -> None:
    """No more memory, time, files or children than reading a mail takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limit()
    answer = parse(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


if __name__ == "__main__":
    main()
