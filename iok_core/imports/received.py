"""What a connector has said in one run, beside the rows themselves."""

from collections import Counter

from iok_core import api

REJECTED_KEPT = 1000
"""Rows that are kept for staff to read; the rest is only counted."""

Message = api.Record | api.AsOf | api.ControlTotal | api.Rejected | api.Remark


class Received:
    def __init__(self) -> None:
        self.counts: Counter[api.DataKind] = Counter()
        self.as_of: dict[api.DataKind, api.AsOf] = {}
        self.controls: list[api.ControlTotal] = []
        self.remarks: list[api.Remark] = []
        self.rejected: list[api.Rejected] = []
        self.rejected_in_all = 0

    def reject(self, row: api.Rejected) -> None:
        self.rejected_in_all += 1
        if len(self.rejected) < REJECTED_KEPT:
            self.rejected.append(row)

    def note(self, message: Message) -> None:
        match message:
            case api.AsOf():
                self.as_of[message.kind] = message
            case api.ControlTotal():
                self.controls.append(message)
            case api.Rejected():
                self.reject(message)
            case api.Remark():
                self.remarks.append(message)
