"""Taking what a page's form answers with, before the browser's own viewer has it."""

from collections.abc import Callable

from playwright.sync_api import Page, Route


def printed(page: Page, send: Callable[[], None]) -> bytes:
    """The file that is the answer to the form which `send` sends."""
    answers: list[bytes] = []

    def take(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        answer = route.fetch()
        answers.append(answer.body())
        return route.fulfill(response=answer)

    page.route("**/biuro/**", take)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        send()
    page.unroute("**/biuro/**")
    (file,) = answers
    assert file.startswith(b"%PDF-")
    return file
