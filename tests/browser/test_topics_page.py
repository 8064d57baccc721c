"""Agents in the topic and in the console and their customer, each in a browser, at once."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import test_claims
from tests.browser.chat_page import DESK, PHONE, ChatPage, open_chat
from tests.browser.test_claims import Service

service = test_claims.service

pytestmark = pytest.mark.asyncio(loop_scope="session")


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


async def enter_console(chat: ChatPage, page: Page) -> None:
    """Come into the console by the link that the bot sends in a private chat."""
    await chat.send("/console")
    said = await chat.next_message()
    link = re.search(r"http://127\.0\.0\.1:\d+/console/login/\S+", said)
    assert link, said
    await page.goto(link[0])
    await page.get_by_role("button").first.click()
    await page.wait_for_selector("h1")


async def test_a_claim_from_the_first_word_to_its_end_in_topic_and_console(
    service: Service, browser: Browser
) -> None:
    url = service.telegram.page_url
    async with (
        open_chat(browser, url, size=PHONE, locale="zh-CN") as customer,
        open_chat(browser, url, size=DESK, locale="zh-CN") as agent,
        open_chat(browser, url, size=DESK, locale="zh-CN") as admin,
    ):
        await customer.become("陳大文")
        await customer.send("八達通扣了我兩次，每次 86 蚊，今日中午喺超市")
        await customer.next_message()
        await customer.send("該付一次")
        await customer.next_message()
        await customer.send("提交")
        await customer.sees("請核對")
        await customer.page.locator(".keyboard").last.get_by_role("button").first.click()
        await customer.sees("編號 PA-")
        number = re.findall(r"PA-\w{4}-\w{4}-\w", await customer.page.inner_text("#log"))[-1]
        await agent.become(service.telegram.sandbox.cast().agent.first_name)
        await agent.enter(number)
        await agent.tap("接手")
        await customer.sees("接手了")
        await admin.become(service.telegram.sandbox.cast().admin.first_name)
        await enter_console(admin, admin.page)
        console = admin.page
        await console.goto(f"{console.url.split('/console')[0]}/console/claim/{number}")
        await expect(console.locator("h1")).to_contain_text(number)
        # What one agent says is on the other one's page, and so is the customer's answer.
        await agent.send("请把两笔的订单号发来")
        await customer.sees("请把两笔的订单号发来")
        await expect(console.locator(".talk")).to_contain_text("请把两笔的订单号发来")
        await customer.send("兩個訂單號一樣，尾號 7731")
        await agent.sees("尾號 7731")
        await expect(console.locator(".talk")).to_contain_text("尾號 7731")
        await console.get_by_role("textbox", name=re.compile("客户|用户|Words")).first.fill(
            "内部先核对"
        )
        await console.get_by_role("button", name=re.compile("备注|内部|Note")).first.click()
        await expect(console.locator("body")).to_contain_text("内部先核对")
        await agent.tap("办结")
        await agent.sees("怎么办结的？")
        await agent.tap("钱退了")
        await customer.sees("86")
        await expect(console.locator("header.head")).to_contain_text(re.compile("办结|resolved"))
        assert "内部先核对" not in await customer.page.locator("#log").inner_text()
        assert (customer.troubles, agent.troubles) == ([], [])
