"""Render the pages of html-dev as flat text dumps, as many scrapers and browsers would.

    python render.py HTML_DEV OUT_DIR [--sets fundus-dev wcxb-dev] [--jobs 2] [--limit 10]

Writes `OUT_DIR/<set>.jsonl`, one dump a line:

    {"set", "id", "domain", "lang", "page_type", "renderer", "variant", "text"}

While a set is being rendered its file is called `<set>.jsonl.part`; it grows by whole lines.

Articles are rendered by everything, other pages by two renderers. Everything random is drawn from
a generator seeded with the page and the renderer, so a rerun gives the same dumps. The renderers
`elinks` and `selectolax` are meant to be held out of training.

Where text-dev has the renderer, the variant `pack` imitates it to the letter. One raw dump in five
is then disturbed further; the variant names it after a `+`: `pack+crlf`. Dumps of extractors
(`extractors.py`) are left as they are.

Needs the packages of requirements.txt and lynx, w3m, links, elinks and pandoc in the path; a
renderer that is missing or fails is skipped and counted.
"""

import argparse
import collections
import copy
import hashlib
import json
import logging
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import time
import warnings
from pathlib import Path

import html2text
import html_text
import inscriptis
import inscriptis.css_profiles
import inscriptis.model.config
import lxml.html
import selectolax.lexbor
from bs4 import BeautifulSoup, Comment
from resiliparse.extract.html2text import extract_plain_text

import extractors
from pages import SETS, OutOfTime, pages, time_limit

SECONDS_PER_RENDER = 10
MAX_BYTES = 2_000_000
OTHER_PAGES_GET = 2
DISTURBED_SHARE = 0.2

BLOCKS = frozenset(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol "
    "option p pre section select summary table tbody td tfoot th thead title tr ul video".split())
UNSEEN = frozenset("script style noscript template svg iframe object audio canvas map".split())


# ------------------------------------------------------------------ small tools

def collapsed(text):
    """No space at the end of lines, and never more than one blank line."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def trimmed(text):
    """As `collapsed`, and no space at the start of lines either."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip("\n")


def no_blank_lines(text):
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def parse(html):
    return lxml.html.document_fromstring(html)


def drop(tree, tags):
    """Takes elements out but leaves the text behind them where it was."""
    for element in tree.xpath("|".join(f"//{tag}" for tag in tags)):
        if element.getparent() is not None:
            element.drop_tree()


# ------------------------------------------------------------------ renderers
#
# Each takes the page's HTML and a generator, and yields pairs of variant and text. Each text is
# made when it is asked for, so a failure loses one dump and not the page.

def bs4(html, rng):
    soup = BeautifulSoup(html, "lxml")
    keep_noscript, keep_title = rng.random() < 0.3, rng.random() < 0.6
    glue = rng.choice(["strip", "noblank", "raw", "bare", "blockglue"])
    for element in soup(["script", "style"]):
        element.decompose()
    with_noscript = copy.copy(soup) if keep_noscript else None
    for element in soup(["noscript"]):
        element.decompose()
    yield "pack", trimmed(soup.get_text("\n"))

    soup = with_noscript or soup
    if not keep_title:
        for element in soup(["title"]):
            element.decompose()
    name = glue + ("-noscript" if keep_noscript else "") + ("" if keep_title else "-notitle")
    if glue == "strip":
        yield name, soup.get_text("\n", strip=True)
    elif glue == "noblank":
        yield name, no_blank_lines(soup.get_text("\n"))
    elif glue == "raw":
        # As it comes, indentation of the source and all; long empty stretches cut down.
        yield name, re.sub(r"\n(?:[^\S\n]*\n){4,}", "\n\n\n\n", soup.get_text("\n")).strip("\n")
    elif glue == "bare":
        yield name, trimmed(soup.get_text())
    else:
        for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
            comment.extract()
        for text in soup.find_all(string=True):
            text.replace_with(" ".join(text.split()))
        for element in soup.find_all(list(BLOCKS) + ["br"]):
            element.insert_before("\n")
            element.insert_after("\n")
        yield name, no_blank_lines(re.sub(r"[^\S\n]+", " ", soup.get_text(" ")))


def resiliparse(html, rng):
    yield "pack", no_blank_lines(extract_plain_text(
        html, preserve_formatting=True, main_content=False, list_bullets=False, alt_texts=False))
    options = {
        "preserve_formatting": rng.random() < 0.85,
        "list_bullets": rng.random() < 0.6,
        "alt_texts": rng.random() < 0.5,
        "links": rng.random() < 0.25,
        "form_fields": rng.random() < 0.4,
        "noscript": rng.random() < 0.3,
    }
    name = "-".join(key for key, on in options.items() if on) or "plain"
    yield name, collapsed(extract_plain_text(html, main_content=False, **options))


def inscriptis_(html, rng):
    yield "pack", collapsed(inscriptis.get_text(html))
    if rng.random() < 0.5:
        config = inscriptis.model.config.ParserConfig(
            css=inscriptis.css_profiles.CSS_PROFILES["strict"], display_links=rng.random() < 0.2,
            display_images=rng.random() < 0.3)
        yield "strict", collapsed(inscriptis.get_text(html, config))


def htmltext(html, rng):
    yield "pack", html_text.extract_text(html)
    if rng.random() < 0.2:
        yield "noblank", no_blank_lines(html_text.extract_text(html))


def html2text_(html, rng):
    yield "pack", collapsed(markdown(html, ignore_links=True, ignore_images=True, body_width=0))
    options = {
        "ignore_links": rng.random() < 0.4,
        "ignore_images": rng.random() < 0.7,
        "ignore_emphasis": rng.random() < 0.5,
        "body_width": rng.choice([0, rng.randint(60, 100)]),
    }
    name = f"{'nolinks' if options['ignore_links'] else 'links'}-width{options['body_width']}"
    name += ("" if options["ignore_images"] else "-images") + ("-noemphasis" if options["ignore_emphasis"] else "")
    yield name, collapsed(markdown(html, **options))


def markdown(html, **options):
    maker = html2text.HTML2Text()
    for name, value in options.items():
        setattr(maker, name, value)
    return maker.handle(html)


def lynx(html, rng):
    def dump(*options):
        return collapsed(run(html, "lynx", "-dump", "-stdin", "-force_html", "-assume_charset=utf-8",
                             "-display_charset=utf-8", *options))

    yield "pack", dump("-nolist", "-width=990")
    width, numbers = rng.randint(60, 120), rng.random() < 0.4
    yield f"width{width}" + ("-links" if numbers else ""), dump(f"-width={width}", *([] if numbers else ["-nolist"]))


def w3m(html, rng):
    def dump(columns):
        return collapsed(run(html, "w3m", "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8",
                             "-cols", str(columns)))

    yield "pack", dump(80)
    columns = 1000 if rng.random() < 0.2 else rng.randint(50, 130)
    yield f"cols{columns}", dump(columns)


def links(html, rng):
    width = rng.choice([80, rng.randint(60, 140)])
    yield f"width{width}", collapsed(run(for_browser_file(html), "links", "-dump", "-width", str(width),
                                         "-codepage", "utf-8", "-html-assume-codepage", "utf-8", file=True))


def elinks(html, rng):
    width, references = rng.choice([80, rng.randint(60, 140)]), rng.random() < 0.2
    options = [] if references else ["-no-numbering", "-no-references"]
    # Style sheets would be fetched; and no elinks that already runs is to be asked.
    text = run(for_browser_file(html), "elinks", "-no-connect", "1", "-no-home", "1", "-eval",
               "set document.css.enable = 0", "-dump-charset", "utf-8", "-dump-width", str(width),
               *options, "-dump", file=True)
    yield f"width{width}" + ("-links" if references else ""), collapsed(text)


def pandoc(html, rng):
    columns = rng.choice([None, rng.randint(60, 110)])
    options = ["--wrap=none"] if columns is None else [f"--columns={columns}"]
    yield "nowrap" if columns is None else f"columns{columns}", collapsed(
        run(html, "pandoc", "-f", "html", "-t", "plain", *options, "+RTS", "-M1500m", "-RTS"))


def selectolax_(html, rng):
    tree = selectolax.lexbor.LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "noscript"])
    text = tree.body.text(separator="\n")
    if rng.random() < 0.5:
        yield "noblank", no_blank_lines(text)
    else:
        yield "trimmed", trimmed(text)


def one_line(html, rng):
    soup = BeautifulSoup(html, "lxml")
    for element in soup(["script", "style", "noscript"]):
        element.decompose()
    # A tag as a blank, and nothing for a tag, as `textContent` has it.
    yield "blanks", " ".join(soup.get_text(" ").split())
    yield "glued", " ".join(soup.get_text().split())


def lxml_(html, rng):
    tree = parse(html)
    with_title, with_blank_lines = rng.random() < 0.5, rng.random() < 0.4
    drop(tree, ["script", "style", "noscript", "template", "svg"])
    out = []
    gather(tree if with_title else tree.find("body"), out)
    lines = [" ".join(line.split()) for line in "".join(out).split("\n")]
    text = "\n".join(lines) if with_blank_lines else "\n".join(line for line in lines if line)
    yield ("title" if with_title else "body") + ("-blank" if with_blank_lines else ""), collapsed(text)


def gather(element, out):
    """Text below an element, with a line break before and after each block."""
    if not isinstance(element.tag, str):
        return
    breaks = element.tag in BLOCKS or element.tag == "br"
    if breaks:
        out.append("\n")
    if element.text:
        out.append(" ".join(re.split(r"\s+", element.text)))
    for child in element:
        gather(child, out)
        if child.tail:
            out.append(" ".join(re.split(r"\s+", child.tail)))
    if breaks:
        out.append("\n")


def copypaste(html, rng):
    headings_apart = rng.random() < 0.6
    out = InnerText(headings_apart)
    out.element(parse(html).find("body"))
    yield "margins" if headings_apart else "innertext", collapsed(out.text())


class InnerText:
    """A small `innerText`: what a browser puts on the clipboard, as far as the HTML alone can tell."""

    SPACED = frozenset(["p"])
    SPACED_BY_MARGIN = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote figure pre table".split())
    LEFT_OUT = UNSEEN | frozenset("head title textarea select datalist input img video".split())
    # Unlike in the other renderers these flow with the text, or (cells) are joined by tabs.
    INLINE = frozenset("td th button option select video".split())
    HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

    def __init__(self, headings_apart):
        self.spaced = self.SPACED_BY_MARGIN if headings_apart else self.SPACED
        self.parts = []  # text, or the number of line breaks wanted here

    def element(self, element):
        tag = element.tag
        if not isinstance(tag, str) or tag in self.LEFT_OUT:
            return
        # A whole body is hidden only until a script shows it.
        if tag != "body" and ("hidden" in element.attrib or self.HIDDEN.search(element.get("style", ""))):
            return
        if tag == "br":
            self.parts.append("\n")
            return
        breaks = 0
        if tag in BLOCKS and tag not in self.INLINE:
            breaks = 2 if tag in self.spaced else 1
        if tag in ("td", "th") and element.getprevious() is not None:
            self.parts.append("\t")
        if breaks:
            self.parts.append(breaks)
        self.add(element.text, tag == "pre")
        for child in element:
            self.element(child)
            self.add(child.tail, tag == "pre")
        if breaks:
            self.parts.append(breaks)

    def add(self, text, as_it_is):
        if text:
            self.parts.append(text if as_it_is else re.sub(r"[ \t\r\n\f]+", " ", text))

    def text(self):
        out, wanted = [], 0
        for part in self.parts:
            if isinstance(part, int):
                wanted = max(wanted, part)
            elif part == " " and wanted:
                continue
            else:
                out.append("\n" * wanted + (part.lstrip(" ") if wanted else part))
                wanted = 0
        lines = re.sub(r" {2,}", " ", "".join(out)).split("\n")
        return "\n".join(line.strip(" ") for line in lines)


def readability(html, rng):
    summary = extractors.readability_html(html)
    yield "pack", html_text.extract_text(summary)
    if rng.random() < 0.3:
        yield "bs4", BeautifulSoup(summary, "lxml").get_text("\n", strip=True)


def newspaper(html, rng):
    yield "pack", extractors.newspaper_(html)


def trafilatura(html, rng):
    yield "default", extractors.trafilatura_(html)
    yield "recall", extractors.trafilatura_(html, favor_recall=True)


def goose3(html, rng):
    yield "default", extractors.goose3_(html)


def justext(html, rng):
    yield "default", extractors.justext_(html)


def resiliparse_main(html, rng):
    yield "main", extractors.resiliparse_main(html)


RENDERERS = {
    "bs4": bs4, "resiliparse": resiliparse, "inscriptis": inscriptis_, "htmltext": htmltext,
    "html2text": html2text_, "lynx": lynx, "w3m": w3m, "links": links, "elinks": elinks,
    "pandoc": pandoc, "selectolax": selectolax_, "lxml": lxml_, "copypaste": copypaste, "one-line": one_line,
}
EXTRACTORS = {
    "readability": readability, "newspaper": newspaper, "trafilatura": trafilatura, "goose3": goose3,
    "justext": justext, "resiliparse-main": resiliparse_main,
}


# ------------------------------------------------------------------ text browsers

ADDRESS = re.compile(r"""<(?:link|meta)\b[^>]*?(?:rel=["']?canonical|og:url)[^>]*?(https?://[^/"'\s>]+)""", re.IGNORECASE)
HAS_BASE = re.compile(r"""<base\b[^>]*href\s*=\s*["']?https?:""", re.IGNORECASE)


def site(html):
    found = ADDRESS.search(html)
    return f"{found[1] if found else 'https://www.example.org'}/"


def for_browser(html):
    """The page saying it is UTF-8 and where it is from, without what would make a browser go there."""
    html = re.sub(r"(<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*)[\w.:-]+", r"\1utf-8", html, flags=re.IGNORECASE)
    html = re.sub(r"<meta[^>]{0,200}?http-equiv\s*=\s*[\"']?refresh[^>]*>|</?frame(set)?\b[^>]*>", "", html,
                  flags=re.IGNORECASE)
    if HAS_BASE.search(html):
        return html
    # Or else lists of links would name files on this machine.
    base = f'<base href="{site(html)}">'
    return re.sub(r"<head\b[^>]*>", lambda head: head[0] + base, html, count=1, flags=re.IGNORECASE)


def for_browser_file(html):
    """As `for_browser`, and without the `link` elements that these browsers print as text."""
    return re.sub(r"<link\b[^>]*>", "", for_browser(html), flags=re.IGNORECASE)


def run(html, *command, file=False):
    """What a command prints when it reads the page from its input, or else from a file."""
    page = for_browser(html).encode("utf-8", "replace")
    if file:
        name = Path(SCRATCH) / f"{os.getpid()}.html"
        name.write_bytes(page)
        text = communicate([*command, str(name)], b"")
    else:
        text = communicate(command, page)
    # The page itself, which links to its own parts name: the file above, or one that lynx made.
    return re.sub(r"file://(?:localhost)?/\S*?(?:/\.scratch-\S*?|TMP)\.html", site(html), text)


def communicate(command, given):
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          timeout=SECONDS_PER_RENDER, env=BROWSER_ENVIRONMENT, check=True)
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


SCRATCH = None
BROWSER_ENVIRONMENT = None


def start(scratch):
    """Once in every worker: a home of its own for the browsers, and no chatter from libraries."""
    global SCRATCH, BROWSER_ENVIRONMENT
    SCRATCH = scratch
    BROWSER_ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": scratch, "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


# ------------------------------------------------------------------ disturbances

def disturbed(text, rng):
    """The text changed in one of the ways people and tools change dumps, and the name of the way."""
    name = rng.choice(["noblank", "spread", "upper", "dedent", "crlf", "join-space", "join-bar", "join-dot"])
    lines = text.split("\n")
    if name == "noblank":
        lines = [line for line in lines if line.strip()]
    elif name == "spread":
        lines = [piece for line in lines if line.strip() for piece in (line, "")]
    elif name == "upper":
        lines = [line.upper() if 1 <= len(line.split()) <= 3 and len(line.strip()) < 30 else line for line in lines]
    elif name == "dedent":
        lines = [line.strip() for line in lines]
    elif name == "crlf":
        return name, "\r\n".join(lines)
    else:
        glue = {"join-space": " ", "join-bar": " | ", "join-dot": " · "}[name]
        lines = joined(lines, glue, most=rng.choice([5, 12, 1000]))
    return name, "\n".join(lines).strip("\n")


SENTENCE_END = re.compile(r"[.!?…。！？।]\W*$")
BULLET = re.compile(r"^(?:[*+•□■◦▪○●–-]\s+)+")


def joined(lines, glue, most):
    """Runs of three short lines and more glued into one line each, as in a menu, without bullets
    and blank lines. Two may be the end of a wrapped paragraph and the headline after it; and a
    short line with a full stop after a long one is such an end."""
    out, menu, blank_before = [], [], []

    def close():
        if len(menu) > 2:
            out.append(glue.join(BULLET.sub("", line.strip()) for line in menu))
        else:
            for line, apart in zip(menu, blank_before):
                out.extend(["", line] if apart else [line])
        menu.clear()
        blank_before.clear()

    blank, after_long = False, False
    for line in lines:
        short = len(line.strip()) < 25 and not (after_long and not blank and SENTENCE_END.search(line))
        if not line.strip():
            blank = True
            continue
        after_long = not short
        if short:
            if len(menu) == most:
                close()
            if blank and not menu and out:
                out.append("")
            blank_before.append(blank and bool(menu))
            menu.append(line)
            blank = False
        else:
            if menu:
                close()
            if blank and out:
                out.append("")
            out.append(line)
            blank = False
    if menu:
        close()
    return out


# ------------------------------------------------------------------ all of it

def seeded(*names):
    return random.Random(hashlib.sha256("/".join(names).encode()).digest())


def dumps_of(page):
    """All dumps of a page as lines of JSON, and counts of what was made and what failed."""
    out, counts = [], collections.Counter()
    html = page.html()
    names = [*RENDERERS, *EXTRACTORS]
    if not page.is_article:
        names = seeded(page.set, page.id, "renderers").sample(names, OTHER_PAGES_GET)
    for name in names:
        for variant, text in rendered(name, html, seeded(page.set, page.id, name), counts):
            row = {"set": page.set, "id": page.id, "domain": page.domain, "lang": page.lang,
                   "page_type": page.page_type, "renderer": name, "variant": variant, "text": text}
            out.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(out), counts


def rendered(name, html, rng, counts):
    texts = (RENDERERS | EXTRACTORS)[name](html, rng)
    begun = time.monotonic()
    while True:
        try:
            with time_limit(SECONDS_PER_RENDER):
                variant, text = next(texts)
        except StopIteration:
            break
        except (OutOfTime, subprocess.TimeoutExpired):
            counts[name, "too slow"] += 1
            break
        except Exception as error:  # One library's trouble with one page must not stop the rest.
            counts[name, f"failed: {type(error).__name__}"] += 1
            break
        # Lone surrogates (from entities like &#xD83D;) cannot be written.
        text = text.encode("utf-8", "replace").decode("utf-8")
        # (What is one line has no lines to disturb; the draw stays, so that what follows is the same.)
        if name not in EXTRACTORS and rng.random() < DISTURBED_SHARE and name != "one-line":
            how, text = disturbed(text, rng)
            variant = f"{variant}+{how}"
        if not text.strip():
            counts[name, "empty"] += 1
        elif len(text.encode()) > MAX_BYTES:
            counts[name, "too long"] += 1
        else:
            counts[name, "dumps"] += 1
            yield variant, text
    counts[name, "ms"] += int(1000 * (time.monotonic() - begun))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("html_dev", type=Path)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    parser.add_argument("--jobs", type=int, default=1, help="worker processes")
    parser.add_argument("--limit", type=int, help="stop after so many pages of each set, for a try")
    args = parser.parse_args()
    args.out_dir.mkdir(parents=True, exist_ok=True)
    scratch = args.out_dir / f".scratch-{os.getpid()}"
    scratch.mkdir()
    total = collections.Counter()
    # Workers are replaced now and then, since some of the libraries leak.
    with multiprocessing.Pool(args.jobs, start, (str(scratch.resolve()),), maxtasksperchild=100) as pool:
        for name in args.sets:
            part = args.out_dir / f"{name}.jsonl.part"
            todo = list(pages(args.html_dev, [name]))[: args.limit]
            with open(part, "w", encoding="utf-8") as out:
                for number, (text, counts) in enumerate(pool.imap(dumps_of, todo), 1):
                    out.write(text)
                    out.flush()
                    total.update(counts)
                    if number % 50 == 0:
                        print(f"{name}: {number} of {len(todo)} pages", flush=True)
            part.rename(args.out_dir / f"{name}.jsonl")
    shutil.rmtree(scratch)
    for renderer, what in sorted(total):
        print(f"{renderer:12} {what:28} {total[renderer, what]}")
    print("dumps in all:", sum(count for (_, what), count in total.items() if what == "dumps"))


if __name__ == "__main__":
    main()
