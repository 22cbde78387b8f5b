"""One browser window a person and width, logged in through the page; what a page complains about is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.browser.machine import Site, axe

WIDTHS = (1440, 390)
HEIGHTS = {1440: 900, 390: 844}


@dataclass(slots=True)
class Window:
    """A logged-in page with the faults that the browser told since they were last taken."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def take_faults(self) -> list[str]:
        """Return and forget what the console and the network complained about."""
        taken, self.faults = self.faults, []
        return taken


class Windows:
    """The open windows by person and width."""

    def __init__(self, *, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.axe = axe()
        self.open: dict[tuple[str, int], Window] = {}
        self.contexts: list[BrowserContext] = []

    def of(self, login: str, width: int = 1440) -> Window:
        """Return the window of a person; a first call logs in."""
        if (login, width) not in self.open:
            self.open[login, width] = self._log_in(login, width)
        return self.open[login, width]

    def again(self, login: str, width: int, *, bypass_csp: bool) -> Window:
        """Return one more window of a person who has one, in which scripts of tests may run anywhere."""
        known = self.of(login, width).page.context.cookies()
        window = self.anonymous(width, bypass_csp=bypass_csp)
        window.page.context.add_cookies([{"name": c["name"], "value": c["value"], "url": self.site.url} for c in known])
        return window

    def anonymous(self, width: int = 1440, *, bypass_csp: bool = False) -> Window:
        """Return a new window of nobody."""
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(20_000)
        context.route("**/axe.js", lambda route: route.fulfill(body=self.axe, content_type="text/javascript"))
        self.contexts.append(context)
        window = Window(page=context.new_page())

        def heard(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                window.faults.append(f"{message.type}: {message.text}")

        def answered(response: Response) -> None:
            if response.status >= 500:
                window.faults.append(f"{response.status} {response.url}")

        window.page.on("console", heard)
        window.page.on("pageerror", lambda error: window.faults.append(f"script: {error}"))
        window.page.on("response", answered)
        return window

    def _log_in(self, login: str, width: int) -> Window:
        window = self.anonymous(width)
        page = window.page
        page.goto("/login/")
        page.get_by_label("登录名").fill(login)
        page.locator("input[type=password]").fill(self.site.passwords[login])
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
        return window

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()
