"""Plants lines that nobody trained on in articles, and counts how many are taken out again.

    python train/plant.py PUT_ASIDE FAIRCOPY GOLD.jsonl [GOLD.jsonl ...] [--recipe RECIPE]

PUT_ASIDE is a folder of lines (`train/wording/put-aside`: `kind<TAB>text`, a file a language), FAIRCOPY the
program, each GOLD a file of articles (`lang`, `gold`: a paragraph a line), such as that of the real dumps.
Each line is planted once, in an article in its language: half of them at the end, half between
paragraphs. It counts as taken out when less than a third of the words that only it has are left.
Prints the share by kind; for lines of kind `article` that is a loss, and so are the words lost besides.
"""

import argparse
import json
import random
import subprocess
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import labels

MIN_PARAGRAPHS, MAX_PARAGRAPHS = 5, 60
LEFT = 0.3


def articles(files):
    """The paragraphs of the articles in each language."""
    found = defaultdict(list)
    for file in files:
        for line in open(file, encoding="utf-8"):
            page = json.loads(line)
            paragraphs = [part for part in (page["gold"] or "").split("\n") if part.strip()]
            if MIN_PARAGRAPHS <= len(paragraphs) <= MAX_PARAGRAPHS:
                found[page["lang"]].append(paragraphs)
    return found


def plant(folder, found, into):
    """Writes a document for each line; gives its number, language, kind, place, line and article."""
    rng = random.Random(7)
    planted = []
    for path in sorted(Path(folder).glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, _, text = line.partition("\t")
            if not found[path.stem]:
                continue
            article = rng.choice(found[path.stem])
            at = len(article) if rng.random() < 0.5 else rng.randrange(2, len(article))
            text_of_all = rng.choice(["\n", "\n\n"]).join([*article[:at], text, *article[at:]])
            Path(into, f"{len(planted)}.txt").write_text(text_of_all + "\n", encoding="utf-8")
            place = "end" if at == len(article) else "middle"
            planted.append((len(planted), path.stem, kind, place, text, article))
    return planted


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("put_aside")
    args.add_argument("faircopy")
    args.add_argument("gold", nargs="+")
    args.add_argument("--recipe", default="balanced")
    args = args.parse_args()
    taken, lost, words = defaultdict(list), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in"), Path(folder, "out")
        source.mkdir()
        planted = plant(args.put_aside, articles(args.gold), source)
        command = [args.faircopy, "clean", str(source), "--out", str(out), "--no-title", "--recipe", args.recipe]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        for number, language, kind, place, text, article in planted:
            kept, gold, own = (Counter(labels.words(part)) for part in (
                Path(out, f"{number}.txt").read_text(encoding="utf-8"), "\n".join(article), text))
            only = (own - gold).total()
            if not only:
                continue
            group = "English" if language == "en" else "other languages"
            gone = ((kept - gold) & own).total() < LEFT * only
            taken[group, kind].append(gone)
            if kind != "article":
                taken[group, f"all, {place}"].append(gone)
                lost, words = lost + (gold - kept).total(), words + gold.total()
    for (group, kind), gone in sorted(taken.items()):
        print(f"{group:16s} {kind:12s} {100 * sum(gone) / len(gone):5.1f} % of {len(gone)}")
    print(f"article words lost {100 * lost / words:.2f} %")


if __name__ == "__main__":
    main()
