"""Topics of claims, and links between messages of two chats, on both engines."""

from dataclasses import replace
from functools import partial

from bot.domain.messages import FileKind, Message, OutgoingFile, Priority, TopicAct
from bot.storage.audit import Card, card_changed, card_of, put_card
from bot.storage.claims import forget_claims
from bot.storage.desk_links import (
    NOTE,
    Link,
    link_from,
    link_to,
    links_of_outbox,
    links_sent,
    put_desk_link,
    reword,
    waiting_words,
    words_posted,
)
from bot.storage.desk_topics import (
    cards_of_customer,
    close_card,
    forget_topic,
    has_topics,
    move_card,
    note_topics,
    number_of_topic,
    topic_key,
    topic_opened,
)
from bot.storage.outbox import put_messages, sendable
from bot.storage.undelivered import drop_edits, rehold_thread, waiting_since
from tests import postgres
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW

database = postgres.database
GROUP = -100


async def rows(database):
    """Return what may be sent: thread and text, or what is done to the topic."""
    return [
        (row.message.thread, row.message.text or row.message.act)
        for row in await database.read(partial(sendable, bot=BOT, now=2**62, limit=9))
    ]


async def put(database, *messages):
    return await database.write(lambda c: put_messages(c, BOT, messages, NOW))


async def a_claim(database):
    """Return a claim whose topic is being opened, with a message that waits for it."""
    claim = await put_claim(database)
    await database.write(lambda c: put_card(c, claim.id, Card(GROUP, -claim.id, "k")))
    await put(database, Message(GROUP, "card", thread=-claim.id, key="k"))
    return claim


async def test_what_is_for_a_topic_is_held_until_it_is_opened(database):
    claim = await a_claim(database)
    assert await rows(database) == []
    opening = Message(GROUP, "name", act=TopicAct.OPEN, key=topic_key(claim.id))
    await database.write(lambda c: topic_opened(c, BOT, opening, 7, NOW))
    assert await rows(database) == [(7, "card")]
    assert (await database.read(lambda c: card_of(c, claim.id))).thread == 7
    found = await database.read(lambda c: number_of_topic(c, BOT, GROUP, 7))
    assert found == claim.number
    for bot, chat, thread in ((BOT, GROUP, 8), (BOT, -1, 7), (BOT + 1, GROUP, 7), (BOT, GROUP, 0)):
        wrong = partial(number_of_topic, bot=bot, chat=chat, thread=thread)
        assert await database.read(wrong) is None


async def test_a_topic_that_is_opened_for_nobody_any_more_is_deleted(database):
    claim = await a_claim(database)
    opening = Message(GROUP, "name", act=TopicAct.OPEN, key=topic_key(claim.id))
    await put(database, opening)
    [card] = (await database.read(lambda c: cards_of_customer(c, BOT, CHAT))).values()
    await database.write(lambda c: forget_topic(c, BOT, card, claim.id))
    assert await rows(database) == []
    await database.write(lambda c: forget_claims(c, BOT, CHAT))
    await database.write(lambda c: topic_opened(c, BOT, opening, 7, NOW))
    assert await rows(database) == [(7, TopicAct.DELETE)]


async def test_a_topic_that_is_gone_is_waited_for_again_without_old_edits(database):
    claim = await a_claim(database)
    await database.write(lambda c: move_card(c, claim.id, 7))
    await put(
        database,
        Message(GROUP, "words", thread=7),
        Message(GROUP, "card again", thread=7, edit_of="k"),
    )
    assert await database.write(lambda c: drop_edits(c, BOT, GROUP, "k")) == 1
    await database.write(lambda c: rehold_thread(c, BOT, GROUP, 7, -claim.id))
    assert await rows(database) == []


async def test_a_card_remembers_its_last_edit_and_whether_its_topic_is_closed(database):
    claim = await a_claim(database)
    await database.write(lambda c: card_changed(c, claim.id, NOW))
    await database.write(lambda c: close_card(c, claim.id, closed=True))
    card = await database.read(lambda c: card_of(c, claim.id))
    assert (card.changed_at, card.is_closed) == (NOW, True)
    await database.write(lambda c: move_card(c, claim.id, 9))
    assert not (await database.read(lambda c: card_of(c, claim.id))).is_closed


async def test_whether_a_group_has_topics_is_tried_until_it_is_known(database):
    for known in (True, False, True):
        await database.write(partial(note_topics, bot=BOT, chat=GROUP, has=known))
        assert await database.read(lambda c: has_topics(c, BOT, GROUP)) is known
    assert await database.read(lambda c: has_topics(c, BOT, -5)) is True


async def test_how_long_a_group_waits_is_told_by_its_oldest_message(database):
    read = partial(waiting_since, bot=BOT, chat=GROUP, priority=Priority.DESK)
    await put(database, Message(GROUP, "later", priority=Priority.REMINDER))
    assert await database.read(read) is None
    await put(database, Message(GROUP, "words", priority=Priority.DESK))
    assert await database.read(read) == NOW


async def test_words_wait_and_go_together(database):
    claim = await put_claim(database)
    link = Link(claim.id, CHAT, 11, GROUP, words="one", reply_to=4)
    photo = OutgoingFile(FileKind.PHOTO, "", telegram_id="f")
    for each in (
        link,
        replace(link, from_id=12, words="two"),
        replace(link, from_id=13, file=photo),
    ):
        await database.write(lambda c, each=each: put_desk_link(c, BOT, each))
    note = replace(link, role=NOTE)
    await database.write(lambda c: put_desk_link(c, BOT, note))
    waiting = await database.read(lambda c: waiting_words(c, claim.id))
    assert [each.words for each in waiting] == ["one", "two", "one"]
    assert waiting[2].file == photo
    await database.write(lambda c: words_posted(c, waiting, 70, "words:1"))
    assert await database.read(lambda c: waiting_words(c, claim.id)) == []
    await database.write(lambda c: links_sent(c, 70, (91, 92)))
    [first, second, third] = await database.read(lambda c: links_of_outbox(c, 70))
    assert [each.to_id for each in (first, second, third)] == [91, 91, 91]
    await database.write(lambda c: reword(c, second, "deux"))
    found = await database.read(lambda c: link_from(c, BOT, CHAT, 12))
    assert (found.words, found.key, found.reply_to, found.role) == ("deux", "words:1", 4, "words")


async def test_the_items_of_an_album_have_an_id_each(database):
    claim = await put_claim(database)
    photo = OutgoingFile(FileKind.PHOTO, "", telegram_id="f")
    for message in (11, 12):
        link = Link(claim.id, GROUP, message, CHAT, outbox=70, file=photo)
        await database.write(lambda c, link=link: put_desk_link(c, BOT, link))
    await database.write(lambda c: links_sent(c, 70, (91, 92)))
    assert (await database.read(lambda c: link_to(c, BOT, CHAT, 92))).from_id == 12
    for bot, chat, message in (
        (BOT, CHAT, 93),
        (BOT, GROUP, 92),
        (BOT + 1, CHAT, 92),
        (BOT, CHAT, 0),
    ):
        wrong = partial(link_to, bot=bot, chat=chat, message=message)
        assert await database.read(wrong) is None


async def test_links_go_with_the_claim(database):
    claim = await put_claim(database)
    await database.write(lambda c: put_desk_link(c, BOT, Link(claim.id, CHAT, 11, GROUP)))
    await database.write(lambda c: forget_claims(c, BOT, CHAT))
    assert await database.read(lambda c: link_from(c, BOT, CHAT, 11)) is None
