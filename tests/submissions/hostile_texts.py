"""What nobody types who wants an answer."""

TOO_LONG = "ż" * 2001
REFUSED = {
    "written from the right": "do\u202egory",
    "nothing": "a\x00b",
    "a terminal's code": "a\x1b[31mb",
    "another end of a line": "a\u2028b",
    "one letter too many": TOO_LONG,
}
"""No field that somebody fills in takes these: one text could be read as another."""

HARMLESS = '=HYPERLINK("http://x.example")<script>alert(1)</script>{{ 7*7 }}${7*7}\' OR 1=1 --%s{0}'
"""Nothing but a text, whether a spreadsheet, a page, a template or a database reads it."""

OTHERS = {
    "a number without end": "1E+999999",
    "thirty nines": "9" * 30,
    "no number": "NaN",
    "the last day": "9999-12-31",
    "no day": "2026-02-30",
    "a way up": "../../../etc/passwd",
    "all of it": HARMLESS,
}
HOSTILE = {**REFUSED, **OTHERS}
