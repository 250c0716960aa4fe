"""A text as if it were in a language that nobody has rules for.

Every word becomes another one, always the same: so words return where they returned, lines are as
long as they were and sentences end where they ended, and nothing in them is known. A model that has
read some pages so does not lean on words it knows when none are there.

`cased` keeps the Latin script; `caseless` is written in one without capitals; `unspaced` in
Chinese signs with Chinese punctuation and no blanks.
"""

import hashlib
import re

WAYS = ("cased", "caseless", "unspaced")
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
# Alphabets without capitals: Georgian, Hebrew, Arabic.
CASELESS = (
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩ",
    "אבגדהוזחטיכלמנסעפצקרשתםןףץ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنه",
)
# Chinese signs by how frequent they are; a word of five letters is about two of them.
SIGNS = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点"
    "正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿"
    "原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德"
)
LETTERS_PER_SIGN = 3.0
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
STOPS = {".": "。", ",": "，", "!": "！", "?": "？", ":": "：", ";": "；"}
STOP_BEFORE_BLANK = re.compile(r"(?<=[^\W\d_])([.,!?:;]) +")
STOP_AT_END = re.compile(r"(?<=[^\W\d_])([.,!?])(?=[\"”’)]|$)")
BLANK_BETWEEN_SIGNS = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) +(?=[\u3000-\u9fff\uff00-\uffef])")


def translate(text, way, seed):
    """The text in the way named, another language for each seed; line by line."""
    translated = {"cased": cased, "caseless": caseless, "unspaced": unspaced}[way]
    return "\n".join(translated(line, seed) if line.strip() else line for line in text.split("\n"))


def shuffled(letters, seed):
    """The letters in another order."""
    return "".join(sorted(letters, key=lambda letter: hashlib.md5(f"{seed}{letter}".encode()).digest()))


def cased(line, seed):
    old, new = VOWELS + CONSONANTS, shuffled(VOWELS, seed) + shuffled(CONSONANTS, seed)
    return line.translate(str.maketrans(old + old.upper(), new + new.upper()))


def caseless(line, seed):
    letters = VOWELS + CONSONANTS
    new = shuffled(CASELESS[hashlib.md5(seed.encode()).digest()[0] % len(CASELESS)], seed)
    return line.lower().translate(str.maketrans(letters, new))


def unspaced(line, seed):
    indent = line[:len(line) - len(line.lstrip())]
    line = STOP_BEFORE_BLANK.sub(lambda stop: STOPS[stop[1]], line.strip())
    line = STOP_AT_END.sub(lambda stop: STOPS[stop[1]], line)
    line = WORD.sub(lambda word: signs(word[0], seed), line)
    return indent + BLANK_BETWEEN_SIGNS.sub("", line)


def signs(word, seed):
    """The signs for a word: about as many as a Chinese translation has, frequent ones often."""
    digest = hashlib.md5(f"{seed}{word.lower()}".encode()).digest()
    count = max(1, round(len(word) / LETTERS_PER_SIGN))
    parts = (int.from_bytes(digest[2 * i % 14:2 * i % 14 + 2], "big") / 65536 for i in range(count))
    return "".join(SIGNS[int(len(SIGNS) * part ** 1.7)] for part in parts)
