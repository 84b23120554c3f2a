"""A portal with a route that has no gate, or one that does not suit it, does not start."""

from typing import Any

import pytest
from litestar import Litestar, asgi, get, post
from litestar.enums import HttpMethod
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers import route
from litestar.openapi.config import OpenAPIConfig

from iok_core.web.gates import ANONYMOUS, check_routes


@pytest.mark.parametrize("method", [HttpMethod.GET, HttpMethod.POST])
def test_a_route_without_a_gate_refuses_the_start(make_web: Any, method: HttpMethod) -> None:
    @route("/forgotten", http_method=[method], sync_to_thread=False, status_code=200)
    def forgotten() -> str:
        return "in"

    app = Litestar([forgotten], plugins=[make_web()], openapi_config=None, logging_config=None)
    with pytest.raises(ImproperlyConfiguredException, match=f"{method.value} /forgotten"):
        check_routes(app)


def test_a_mounted_app_without_a_gate_refuses_the_start(make_web: Any) -> None:
    @asgi("/mounted", is_mount=True, copy_scope=True)
    async def mounted(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError((scope, receive, send))

    app = Litestar([mounted], plugins=[make_web()], openapi_config=None, logging_config=None)
    with pytest.raises(ImproperlyConfiguredException, match="/mounted"):
        check_routes(app)


def test_the_schema_pages_without_a_gate_refuse_the_start(make_web: Any) -> None:
    schema = OpenAPIConfig(title="IOK", version="1")
    app = Litestar([], plugins=[make_web()], openapi_config=schema, logging_config=None)
    with pytest.raises(ImproperlyConfiguredException, match="/schema"):
        check_routes(app)


def test_an_anonymous_route_may_change_nothing(make_web: Any) -> None:
    @post("/report", gate=ANONYMOUS, sync_to_thread=False)
    def report() -> str:
        return "in"

    app = Litestar([report], plugins=[make_web()], openapi_config=None, logging_config=None)
    with pytest.raises(ImproperlyConfiguredException, match="/report"):
        check_routes(app)


def test_the_start_itself_checks_the_routes(open_site: Any) -> None:
    @get("/forgotten", sync_to_thread=False)
    def forgotten() -> str:
        return "in"

    with pytest.raises(BaseExceptionGroup) as refused:
        open_site(forgotten)
    assert refused.group_contains(ImproperlyConfiguredException, match="GET /forgotten")


def test_a_route_added_after_the_start_without_a_gate_does_not_open(open_site: Any) -> None:
    @get("/late", sync_to_thread=False)
    def late() -> str:
        return "in"

    site = open_site()
    site.client.app.register(late)
    site.enter("resident")
    assert site.client.get("/late").status_code == 404
