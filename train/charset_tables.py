"""Writes `src/decode/charset_tables.txt`: the single-byte charsets that browsers do not read.

    python3 train/charset_tables.py > src/decode/charset_tables.txt

The tables are those of Python's codecs, which were generated from the mapping files of the
Unicode Consortium (VENDORS/MICSFT, VENDORS/APPLE, VENDORS/MISC) and of IBM's glibc tables. IBM1047
has no codec: it is IBM037 with six characters at other places (IBM CDRA, CCSID 1047).
"""

import sys

# IANA name where there is one; Python's codec; other labels.
CHARSETS = [
    ("IBM437", "cp437", "cp437 437 csPC8CodePage437"),
    ("IBM737", "cp737", "cp737 737"),
    ("IBM720", "cp720", "cp720 720"),
    ("IBM775", "cp775", "cp775 775 csPC775Baltic"),
    ("IBM850", "cp850", "cp850 850 csPC850Multilingual"),
    ("IBM852", "cp852", "cp852 852 csPCp852"),
    ("IBM855", "cp855", "cp855 855 csIBM855"),
    ("IBM857", "cp857", "cp857 857 csIBM857"),
    ("IBM00858", "cp858", "cp858 858 ibm858 ccsid00858 cp00858 pc-multilingual-850+euro"),
    ("IBM860", "cp860", "cp860 860 csIBM860"),
    ("IBM861", "cp861", "cp861 861 cp-is csIBM861"),
    ("IBM862", "cp862", "cp862 862 csPC862LatinHebrew"),
    ("IBM863", "cp863", "cp863 863 csIBM863"),
    ("IBM865", "cp865", "cp865 865 csIBM865"),
    ("IBM869", "cp869", "cp869 869 cp-gr csIBM869"),
    ("IBM1125", "cp1125", "cp1125 1125 cp866u ruscii"),
    ("KZ-1048", "kz1048", "strk1048-2002 rk1048 cskz1048"),
    ("PTCP154", "ptcp154", "csptcp154 pt154 cp154 cyrillic-asian"),
    ("KOI8-T", "koi8_t", ""),
    ("hp-roman8", "hp_roman8", "roman8 r8 csHPRoman8"),
    ("x-mac-ce", "mac_latin2", "mac-latin2 macintosh-latin2 x-mac-centraleurroman"),
    ("x-mac-greek", "mac_greek", "mac-greek macgreek"),
    ("x-mac-turkish", "mac_turkish", "mac-turkish macturkish"),
    ("x-mac-icelandic", "mac_iceland", "mac-iceland maciceland"),
    ("x-mac-croatian", "mac_croatian", "mac-croatian maccroatian"),
    ("x-mac-romanian", "mac_romanian", "mac-romanian macromanian"),
    ("IBM037", "cp037", "cp037 037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csIBM037"),
    ("IBM500", "cp500", "cp500 500 ebcdic-cp-be ebcdic-cp-ch csIBM500"),
    ("IBM1047", None, "cp1047 1047 ibm-1047"),
    ("IBM273", "cp273", "cp273 273 csIBM273"),
    ("IBM424", "cp424", "cp424 424 ebcdic-cp-he csIBM424"),
    ("IBM875", "cp875", "cp875 875"),
    ("IBM1026", "cp1026", "cp1026 1026 csIBM1026"),
    ("IBM01140", "cp1140", "cp1140 1140 ccsid01140 cp01140 ebcdic-us-37+euro"),
]

MOVED_IN_1047 = {0x5F: "^", 0xAD: "[", 0xBD: "]", 0xB0: "¬", 0xBA: "Ý", 0xBB: "¨"}


def characters(codec):
    if codec is None:
        table = characters("cp037")
        for byte, char in MOVED_IN_1047.items():
            table[byte] = char
        return table
    table = []
    for byte in range(256):
        try:
            table.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            table.append(None)
    return table


def main():
    out = sys.stdout
    out.write("# Single-byte charsets beyond those of the WHATWG; written by train/charset_tables.py.\n")
    out.write("# A line that begins with = names a charset and its other labels. Behind it stand the code\n")
    out.write("# points of its bytes in hexadecimal, sixteen a line: from byte 80 on where the bytes below\n")
    out.write("# are ASCII, else from 00 on. A byte that means nothing is ----.\n")
    for name, codec, labels in CHARSETS:
        table = characters(codec)
        assert all(char is None or (len(char) == 1 and ord(char) < 0xFFFF) for char in table)
        ascii_below = all(table[byte] == chr(byte) for byte in range(128))
        out.write("\n=" + " ".join([name, *labels.lower().split()]) + "\n")
        start = 128 if ascii_below else 0
        for row in range(start, 256, 16):
            cells = ["----" if char is None else f"{ord(char):04X}" for char in table[row : row + 16]]
            out.write(" ".join(cells) + "\n")


main()
