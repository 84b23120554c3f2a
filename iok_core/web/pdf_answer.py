from litestar import Response


def pdf(content: bytes, name: str) -> Response[bytes]:
    """Shown by the browser, which keeps no copy of it: the answer is `no-store` as all others."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
