"""Which of the files that a form brings are PDFs: by what is in them, whatever their names say."""

from iok_core.noticeboard.filing import is_pdf
from iok_core.web.files import Files
from iok_core.web.i18n import gettext as _


def one_pdf(files: Files, *, optional: bool = False) -> bytes | None:
    """None, with what is wrong said beside the field, unless none was needed."""
    for file in list(files.taken):
        if not is_pdf(file.content):
            files.refuse(file, _("this is no PDF, save the document as a PDF first"))
    most = len(files.taken) <= 1 if optional else len(files.taken) == 1
    if files.ok and not most:
        files.ask(_("Choose one PDF file"))
    return files.taken[0].content if files.ok and files.taken else None
