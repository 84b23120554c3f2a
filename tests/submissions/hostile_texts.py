"""What nobody types who wants an answer."""

HIDDEN = {
    "written from the right": "do\u202egory",
    "an isolated direction": "\u2066x\u2069",
    "nothing": "a\x00b",
    "a terminal's code": "a\x1b[31mb",
    "another end of a line": "a\u2028b",
    "a letter of nobody": "a\ue000b",
}
"""No field takes these: one text could be read as another."""

HARMLESS = '=HYPERLINK("http://x.example")<script>alert(1)</script>{{ 7*7 }}${7*7}\' OR 1=1 --%s{0}'
"""Nothing but a text, whether a spreadsheet, a page, a template or a database reads it."""

OTHERS = {
    "a number without end": "1E+999999",
    "thirty nines": "9" * 30,
    "no number": "NaN",
    "a number below": "-1",
    "digits of another script": "\u0663\u0664",
    "the last day": "9999-12-31",
    "no day": "2026-02-30",
    "the first day": "0001-01-01",
    "a way up": "../../../etc/passwd",
    "letters on letters": "Z" + "\u0351\u036b\u0311" * 200,
    "one letter too many": "ż" * 2001,
    "all of it": HARMLESS,
}
HOSTILE = {**HIDDEN, **OTHERS}
