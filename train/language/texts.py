"""The data pack, cut in the same two halves as `examples/stage_scores/halves.rs` does."""

import gettext
import io
import json
import re
import zipfile
from itertools import zip_longest
from pathlib import Path


def in_train(key):
    """Bit 32 of the 64-bit FNV-1a hash of the key."""
    hashed = 0xCBF29CE484222325
    for byte in key.encode():
        hashed = (hashed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return hashed >> 32 & 1 == 0


def read(folder, name):
    """The texts of one file with their language, their source and their half."""
    with open(Path(folder) / "langid" / f"{name}.jsonl") as file:
        for line in file:
            row = json.loads(line)
            yield row["text"], row["lang"], row["source"], in_train(half_key(row))


def half_key(row):
    """Articles stay whole; declarations go by language, so that the check half has
    languages which nothing was taught of; all else goes by the text itself."""
    if row["source"] == "udhr":
        return row["lang"]
    return row.get("article") or row["text"]


# Locales of the packages below that differ from the first two or three letters of ISO 639.
LOCALES = {
    "af": "afr", "ar": "ara", "ast": "ast", "az": "aze", "ba": "bak", "be": "bel", "bg": "bul", "bn": "ben",
    "br": "bre", "bs": "bos", "ca": "cat", "ckb": "ckb", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu",
    "el": "ell", "en": "eng", "eo": "epo", "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin",
    "fil": "tgl", "fr": "fra", "fy": "fry", "ga": "gle", "gd": "gla", "gl": "glg", "he": "heb", "hi": "hin",
    "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "kab": "kab", "kk": "kaz",
    "ky": "kir", "lb": "ltz", "lt": "lit", "lv": "lav", "mi": "mri", "mk": "mkd", "mn": "mon", "mr": "mar",
    "ms": "msa", "nb": "nob", "ne": "nep", "nl": "nld", "nn": "nno", "no": "nob", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa",
    "tg": "tgk", "tk": "tuk", "tl": "tgl", "tr": "tur", "tt": "tat", "ug": "uig", "uk": "ukr", "ur": "urd",
    "uz": "uzb", "vi": "vie", "zu": "zul", "xh": "xho", "yo": "yor", "so": "som", "sn": "sna",
}
PLACEHOLDER = re.compile(r"%\(\w+\)?[a-z]?|%[a-z]|\{[^}]*\}|<[^>]*>|https?:\S+|&\w+;|``[^`]*``|:\w+:`[^`]*`")


def interface_strings(wheels):
    """Interface strings of Python packages with their language, each once."""
    seen = set()
    for wheel in sorted(map(str, wheels)):
        with zipfile.ZipFile(wheel) as packed:
            for name in sorted(packed.namelist()):
                language = locale_of(name) if name.endswith(".mo") else None
                for given, translated in strings(packed.read(name)) if language else []:
                    for pair in [(given, "eng"), (translated, language)]:
                        if pair[0] and pair not in seen:
                            seen.add(pair)
                            yield pair


def locale_of(name):
    parts = name.split("/")
    locale = parts[parts.index("LC_MESSAGES") - 1] if "LC_MESSAGES" in parts else ""
    return LOCALES.get(re.split("[_@-]", locale)[0])


def strings(packed):
    """The strings of a catalog, line by line, without what programs put in: given and
    translated."""
    try:
        catalog = gettext.GNUTranslations(io.BytesIO(packed))._catalog
    except (UnicodeDecodeError, OSError, ValueError):
        return
    for given, translated in catalog.items():
        given = given[0] if isinstance(given, tuple) else given
        if given and translated != given:
            for pair in zip_longest(given.split("\n"), translated.split("\n"), fillvalue=""):
                yield tuple(plain(line) for line in pair)


def plain(line):
    line = " ".join(PLACEHOLDER.sub(" ", line).split())
    return line if 3 < len(line) < 200 else ""
