"""An agent in the topic of a claim and its customer, each in a browser, at the same time."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser import test_claims
from tests.browser.chat_page import DESK, PHONE, ChatPage, open_chat
from tests.browser.test_claims import Service

service = test_claims.service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def ask_for_a_person(chat: ChatPage) -> None:
    await chat.become("王芳")
    await chat.send("转人工")
    await chat.next_message()
    await chat.send("平台说我违规，货款不给结")
    assert "编号 PA-" in await chat.next_message()


async def test_an_agent_and_a_customer_talk_through_a_topic(
    service: Service, browser: Browser
) -> None:
    url = service.telegram.page_url
    async with (
        open_chat(browser, url, size=PHONE, locale="zh-CN") as customer,
        open_chat(browser, url, size=DESK, locale="zh-CN") as agent,
    ):
        await ask_for_a_person(customer)
        await agent.become(service.telegram.sandbox.cast().agent.first_name)
        await agent.enter("找人工")
        await agent.sees("平台说我违规，货款不给结")
        await agent.tap("接手")
        await customer.sees("接手了")
        await agent.send("您好，平台叫什么名字？")
        await customer.sees("您好，平台叫什么名字？")
        await agent.send("//先查平台的牌照")
        await customer.send("叫某某宝")
        await customer.upload(service.pictures(2), "两张截图")
        await agent.sees("用户：叫某某宝")
        await agent.sees("两张截图")
        await expect(agent.page.locator("#log .from-bot img")).to_have_count(2)
        await agent.shoot("topic-zh-desk")
        await agent.tap("办结")
        await agent.sees("怎么办结的？")
        await agent.tap("说明清楚了")
        await customer.sees("办结")
        await customer.shoot("topic-zh-customer")
        assert "牌照" not in await customer.page.locator("#log").inner_text()
        assert (customer.troubles, agent.troubles) == ([], [])
