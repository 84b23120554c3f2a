from litestar import Response


def pdf(content: bytes, name: str) -> Response[bytes]:
    """Shown by the browser, which keeps no copy of it: the answer is `no-store` as all others."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def attached_pdf(content: bytes, name: str) -> Response[bytes]:
    """What somebody else has made: saved, never opened within the portal's own address."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
