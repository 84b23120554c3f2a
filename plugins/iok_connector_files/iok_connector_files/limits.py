"""The longest texts and largest figures that are taken: beyond them an export is at fault."""

from decimal import Decimal

KEY = 100
SYMBOL = 60
SHORT = 20
NAME = 200
PLACE = 120
ADDRESS = 300
EMAIL = 254
DOCUMENT = 100
TEXT = 512

AMOUNT = Decimal(10**11)
"""PLN."""
PLACES_OF_AMOUNT = 2
PLACES_OF_READING = 3
PLACES_OF_FIGURE = 6
"""Of areas, quantities and rates."""
OCCUPANTS = 999
SHARE = 10**9
YEARS = range(1900, 2101)

CHUNK = 1 << 18
"""Bytes without the end of a line that show that a file is no delimited text."""
LAYOUT = 1 << 20
"""Bytes of a layout."""
SHOWN = 80
"""Characters of a rejected value that are shown to staff."""
