"""What was found of the chain, for operators: one sentence."""

from iok_core.audit.chain import Flaw, Verdict

_FOUND = {
    Flaw.MISSING: "row {seq} is missing",
    Flaw.UNLINKED: "row {seq} does not follow the row before it: here one was deleted, added, or "
    "put in another place",
    Flaw.CHANGED: "row {seq} is not as it was written: it was changed, or made with another key",
    Flaw.CUT: "row {seq} is missing, and all after it: row {anchored} was anchored on {at}",
    Flaw.REWRITTEN: "row {seq} is not the one that was anchored on {at}: it was written anew by "
    "somebody who has the key",
}


def sentence(verdict: Verdict) -> str:
    if verdict.flaw is None:
        whole = f"{verdict.rows} rows, whole, up to row {verdict.last_seq}"
        begins = f" from row {verdict.first_seq} on" if verdict.first_seq > 1 else ""
        return f"{whole}{begins}; anchors that agree: {verdict.anchors}"
    anchor = verdict.anchor
    return _FOUND[verdict.flaw].format(
        seq=verdict.bad_seq,
        anchored=anchor.seq if anchor else 0,
        at=f"{anchor.at:%Y-%m-%d %H:%M} UTC" if anchor else "",
    )
