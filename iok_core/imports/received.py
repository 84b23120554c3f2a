"""What a connector has said in one run, beside the rows themselves."""

import msgspec

from iok_core import api

REJECTED_KEPT = 1000
"""Rows that are kept for staff to read; the rest is only counted."""

Message = api.Record | api.Gone | api.AsOf | api.ControlTotal | api.Rejected | api.Remark


class Received(msgspec.Struct):
    counts: dict[api.DataKind, int] = {}
    as_of: dict[api.DataKind, api.AsOf] = {}
    controls: list[api.ControlTotal] = []
    remarks: list[api.Remark] = []
    rejected: list[api.Rejected] = []
    rejected_in_all: int = 0

    def count(self, kind: api.DataKind, number: int = 1) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + number

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
