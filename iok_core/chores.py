"""What a worker does for the portal between its runs, and beside them."""

from functools import partial

from iok_core.endings.closing import close_by_itself
from iok_core.endings.telling import tell_before_the_end
from iok_core.handovers.sending import HandingOver
from iok_core.identity.brakes.counting import sweep_brakes
from iok_core.identity.known_devices import sweep_devices
from iok_core.imports.handling import KIND as IMPORT
from iok_core.imports.handling import clear
from iok_core.noticeboard.attachments import sweep_attachments
from iok_core.noticeboard.writing import tell_begun
from iok_core.photos.service import sweep_photos
from iok_core.portal import Portal
from iok_core.runs.care import Care
from iok_core.submissions.booking import look_for_payments
from iok_core.submissions.declared import note_what_is_known
from iok_core.submissions.declared_readings import note_known_readings
from iok_core.submissions.drafts import photos_in_drafts
from iok_core.submissions.handing_over import note_hand_over
from iok_core.submissions.keeping import forget_old


def care_of(portal: Portal) -> Care:
    clock = portal.clock
    chores = (
        portal.report_handler.clear,
        portal.anchoring.daily,
        lambda: sweep_brakes(clock),
        lambda: sweep_devices(portal.identity),
        lambda: tell_before_the_end(portal.endings),
        lambda: close_by_itself(portal.endings),
        lambda: tell_begun(clock),
        lambda: sweep_attachments(clock),
        lambda: note_what_is_known(portal.submissions),
        lambda: forget_old(portal.submissions),
        lambda: note_known_readings(portal.submissions),
        lambda: sweep_photos(portal.photos, photos_in_drafts),
    )
    looks = (lambda: look_for_payments(portal.submissions),)
    return Care(clearing={IMPORT: clear}, chores=chores, looks=looks)


def handing_over(portal: Portal) -> HandingOver:
    """Connectors take over what was accepted."""
    ctx = portal.submissions
    return HandingOver(ctx=ctx.handovers, told=partial(note_hand_over, ctx))
