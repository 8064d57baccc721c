"""One browser for each file of tests; such files run in one event loop.

They say so with `pytestmark = pytest.mark.asyncio(loop_scope="module")`.
"""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.browser import open_browser


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium, ended with the last test of the file."""
    async with open_browser() as opened:
        yield opened
