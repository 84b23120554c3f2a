"""An invented housing cooperative, told as the export files of an invented accounting program.

The standard library alone: what reads these files shares no code with what writes them.
"""
