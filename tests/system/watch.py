"""What no page may do, in any test: break an asset, break the policy, complain, or talk to anyone else (P06, H02)."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# Counted in the page itself, because not every violation reaches the console.
COUNT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""


class Watch:
    """Collects problems of everything that happens in a browser context."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.problems: list[str] = []
        self.assets: list[str] = []
        context.add_init_script(COUNT_VIOLATIONS)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script failed: {error.error}"))

    def forget(self) -> None:
        """Begin anew."""
        self.problems.clear()
        self.assets.clear()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:", "about:")):
            self.problems.append(f"third party: {request.url}")

    def _response(self, response: Response) -> None:
        if response.request.resource_type != "document":
            self.assets.append(response.url)
            if response.status >= 400:
                self.problems.append(f"asset {response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of a page that answers 4xx or 5xx, as some must.
        is_page_status = message.text.startswith("Failed to load resource") and not message.location["url"].endswith(
            (".css", ".js", ".svg", ".png", "/stay/")
        )
        if message.type == "error" and not is_page_status:
            self.problems.append(f"console {message.type}: {message.text}")
