"""Whole dumps that were written for this project, every line labelled: `composed/*.tsv`.

    python train/composed.py train/composed/put-aside OUT

writes those of a folder as `faircopy eval` reads them: `OUT/gold.jsonl` and `OUT/txt`.

A line `=== id language` begins one; the others are `LABEL<TAB>text`, or blank. K and H are
the article's paragraphs and headings, `?` may be either, all others are not of it: T title, B byline or
credit, C caption, A advertisement, R other stories, P promotion, N what else a page adds. In a line of
the article, ⟦ and ⟧ stand around a part (label first) that is not of it; a dateline or initials (B) may stay.
"""

import argparse
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

ARTICLE = ("K", "H")
PART = re.compile(r"⟦(.)\s?(.*?)⟧")
# Parts of lines that may stay: a dateline, initials, what two readers would not agree on.
MAY_STAY = "B?"
# Of each dump so many with only some of what is not of the article.
THINNED = 2


@dataclass
class Document:
    id: str
    lang: str
    # A label and a text; both are empty where a line is blank.
    lines: list = field(default_factory=list)

    def pieces(self):
        """Label and text of the lines that are not blank, and of the parts of lines that are not of the article."""
        for label, text in self.lines:
            if text:
                yield label, PART.sub(stays, text).strip() if label in ARTICLE else text
                yield from ((part[1], part[2]) for part in PART.finditer(text))

    def gold(self):
        """The body."""
        return "\n\n".join(PART.sub(stays, text).strip() for label, text in self.lines if label in ARTICLE)

    def record(self):
        """The document as eval reads it: codes of lines, and parts of lines, in characters."""
        lines, ranges = [(label, text) for label, text in self.lines if text], []
        for number, (_, text) in enumerate(lines):
            shift = 0
            for part in PART.finditer(text):
                start = part.start() - shift
                ranges.append([number, start, start + len(part[2]), "optional" if part[1] in MAY_STAY else "remove"])
                shift += len(part[0]) - len(part[2])
        title = next((text for label, text in lines if label == "T"), None)
        return {"id": self.id, "lang": self.lang, "site": self.id, "title": title, "labels": [label for label, _ in lines],
                "ranges": ranges, "gold": self.gold()}

    def texts(self, rng):
        """The dump as it was written, and with less around the article; without what may be either."""
        lines = [(label, PART.sub(r"\2", text)) for label, text in self.lines if label != "?"]
        yield "\n".join(text for _, text in lines)
        for _ in range(THINNED):
            likelihood = rng.choice([0.3, 0.7])
            left = [text for label, text in lines if text and (label in ARTICLE or rng.random() < likelihood)]
            yield rng.choice(["\n", "\n\n"]).join(left)


def stays(part):
    return part[2] if part[1] in MAY_STAY else ""


def documents(folder):
    """All dumps of a folder, by file and in their order."""
    for path in sorted(Path(folder).glob("*.tsv")):
        document = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("=== "):
                if document:
                    yield document
                _, name, lang = line.split()
                document = Document(name, lang)
            else:
                label, _, text = line.partition("\t")
                document.lines.append((label.strip(), text.strip()))
        if document:
            yield document


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder")
    args.add_argument("out")
    args = args.parse_args()
    texts = Path(args.out, "txt")
    texts.mkdir(parents=True, exist_ok=True)
    with open(Path(args.out, "gold.jsonl"), "w", encoding="utf-8") as gold:
        for document in documents(args.folder):
            text = "\n".join(PART.sub(r"\2", text) for _, text in document.lines).strip("\n")
            Path(texts, f"{document.id}.txt").write_text(text + "\n", encoding="utf-8")
            gold.write(json.dumps(document.record(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
