"""The pages of html-dev, one after another, decoded; and two small things render.py and silver.py share.

A folder of pages holds sets (`wcxb-dev`, `fundus-dev`, `trafeval-dev`), each with `gold.jsonl` and
`html/<id>.html`. `pages(folder)` gives a `Page` for every line of every `gold.jsonl`.
"""

import contextlib
import hashlib
import json
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path

import charset_normalizer

# Sites are split into so many parts.
FOLDS = 4
SETS = ("fundus-dev", "wcxb-dev", "trafeval-dev")

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def fold(domain, page):
    """The fold of a site, by the MD5 of its name, as `faircopy eval --split` has it."""
    return hashlib.md5((domain or page).encode()).digest()[0] % FOLDS


@dataclass
class Page:
    set: str
    id: str
    domain: str | None
    lang: str | None
    page_type: str | None
    gold: str | None
    with_: list = field(repr=False)
    without: list = field(repr=False)
    file: Path = field(repr=False)

    @property
    def is_article(self):
        """All pages but those WCXB calls something else; the other sets hold articles only."""
        return self.page_type in (None, "article")

    def html(self):
        """The page as text, without an XML declaration (lxml refuses text that has one)."""
        raw = self.file.read_bytes()
        text = raw.decode("utf-8", "replace") if self.set == "fundus-dev" else decode(raw)
        return XML_DECLARATION.sub("", text.lstrip("\ufeff").replace("\0", ""))


def pages(folder, sets=SETS):
    """Every page of the sets named, in the order of `gold.jsonl`, articles first."""
    for name in sets:
        base = Path(folder) / name
        with open(base / "gold.jsonl", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        found = [
            Page(name, row["id"], row["domain"], row["lang"], row["page_type"], row["gold"],
                 row["with"] or [], row["without"] or [], base / "html" / f"{row['id']}.html")
            for row in rows
        ]
        yield from sorted(found, key=lambda page: not page.is_article)


def decode(raw):
    """Text of a page's bytes: by its byte order mark, as UTF-8, as it declares, or by guessing."""
    for mark, charset in BOMS:
        if raw.startswith(mark):
            return raw[len(mark):].decode(charset, "replace")
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    declared = META_CHARSET.search(raw[:4096])
    if declared:
        name = declared[1].decode("ascii", "replace").lower()
        # A page that says UTF-8 and is not gets there by a few bad bytes: keep what is good.
        if name in ("utf-8", "utf8"):
            text = raw.decode("utf-8", "replace")
            if text.count("\ufffd") <= 20:
                return text
        else:
            # Browsers read Latin-1 as Windows-1252.
            name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else name
            with contextlib.suppress(LookupError):
                return raw.decode(name, "replace")
    guess = charset_normalizer.from_bytes(raw[:200_000]).best()
    return raw.decode(guess.encoding if guess else "cp1252", "replace")


class OutOfTime(BaseException):
    """Not an `Exception`, so that libraries that catch everything do not catch it."""


@contextlib.contextmanager
def time_limit(seconds):
    """Raises OutOfTime inside the block when it takes longer. For the main thread of a process."""

    def stop(_signal, _frame):
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def squeeze(text):
    """Every run of white space as one space."""
    return " ".join(text.split())
