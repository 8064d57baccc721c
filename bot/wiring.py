"""Puts database, services, handlers and gateway together, for `bot.app` and the tests."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Self

from telegram.ext import Application
from telegram.request import BaseRequest

from bot.domain.languages import Language
from bot.domain.messages import TopicAct
from bot.evidence_wiring import keeping_runners, reading_runners
from bot.file_wiring import MAKERS, SentFiles
from bot.gateway.albums import current_album
from bot.gateway.downloads import download_file
from bot.gateway.gateway import Gateway, WebhookAddress, Wiring
from bot.gateway.limits import SendLimits
from bot.gateway.making import making_runner
from bot.gateway.transport import Transport, make_request
from bot.notice_wiring import apology, doorkeepers
from bot.pack_wiring import pack_makers
from bot.services.console_link import Address, ConsoleLinks
from bot.services.conversation import Conversation, Office
from bot.services.desk import Desk
from bot.services.desk_acts import Acts
from bot.services.desk_hands import DeskHands
from bot.services.desk_places import PLACES, DeskPlaces
from bot.services.desk_prompts import DeskPrompts
from bot.services.desk_rights import DeskRights
from bot.services.desk_talk import DeskTalk
from bot.services.incident_desk import IncidentDesk
from bot.services.knowledge_desk import KnowledgeDesk
from bot.services.knowledge_edits import Shelf
from bot.services.made_files import MAKE
from bot.services.nearest_articles import NearestArticles
from bot.services.probe_desk import ProbeDesk
from bot.services.radar_rounds import RADAR, RadarRounds
from bot.services.ready_desk import ReadyDesk
from bot.services.sla_watch import SLA_EVENTS, SlaWatch
from bot.services.spam_desk import SpamDesk
from bot.services.staff_desk import StaffDesk
from bot.services.understanding import Interpreter
from bot.settings import Settings
from bot.storage.blobs import Blobs
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.desk_links import links_sent
from bot.storage.desk_topics import topic_opened
from bot.storage.events import Event
from bot.storage.messages import note_sent
from bot.storage.outbox import OutboxRow
from bot.texts.catalog import Catalog
from bot.workers.pool import WorkerPool
from handlers.chat.application import AnyApplication, Faces, add_handlers
from handlers.chat.customers import Customers
from handlers.chat.groups import Groups
from handlers.chat.plain_texts import plain_text_of
from handlers.desk.agents import Agents
from handlers.desk.console import ConsoleCommand
from handlers.desk.incidents import IncidentAdmins
from handlers.desk.knowledge import KnowledgeAdmins
from handlers.desk.probes import ProbeAdmins
from handlers.desk.rights import GroupCheck
from handlers.desk.staff import StaffCommand
from knowledge.library import FOLDER, Library
from knowledge.problems import Problem
from knowledge.reload import LibraryWatcher

# Address space of the worker, MB: models and libraries map 880, a large picture 600 more.
WORKER_MEMORY = 2048
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which bot runs, where Telegram is, and what the time is.

    Attributes:
        token: of the bot.
        api: address of the Bot API, without a slash at the end.
        clock: the one clock of the bot.
        agents_chat: Telegram id of the agents' group; 0 is none.
        admins: Telegram ids, of the settings.
        staff: Telegram ids of agents and admins, of the settings.
        console: where the agents' console is reached.
        agents_language: in which agents are spoken to.
    """

    token: str
    api: str
    clock: Callable[[], datetime]
    agents_chat: int
    admins: frozenset[int]
    staff: frozenset[int]
    console: Address = Address("", is_local=True)  # noqa: RUF009 - frozen
    agents_language: Language = Language.SIMPLIFIED

    @property
    def bot(self) -> int:
        """Telegram id of the bot."""
        return int(self.token.partition(":")[0])


@dataclass(frozen=True, slots=True)
class Means:
    """What the bot knows, and how its calls travel.

    Attributes:
        library: gives the tables and articles of this moment.
        interpreter: reads texts and finds articles.
        calls: makes a connection for calls to Telegram.
        polls: makes a connection of its own for polling.
        problems: gives what is wrong with the knowledge files as they are.
        shelf: where the knowledge files are.
        workers: reads files outside this process; None leaves them unread.
    """

    library: Callable[[], Library]
    interpreter: Interpreter
    calls: Callable[[], BaseRequest]
    polls: Callable[[], BaseRequest]
    workers: WorkerPool | None = None
    problems: Callable[[], tuple[Problem, ...]] = tuple
    shelf: Shelf = field(default_factory=Shelf)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the knowledge files, watched, and the transport of the settings.

        Raises:
            KnowledgeError: tables or articles are broken.
        """
        cache = settings.data_dir / "knowledge"
        shelf = Shelf(settings.knowledge_dir or FOLDER, cache)
        watcher = LibraryWatcher(time.monotonic, shelf.folder, cache)
        transport = Transport(settings.transport)
        return cls(
            watcher.current,
            Interpreter(watcher.current(), cache, shelf.folder),
            partial(make_request, transport),
            partial(make_request, transport, polling=True),
            WorkerPool(memory_mb=WORKER_MEMORY),
            lambda: watcher.problems,
            shelf,
        )


def office_of(identity: Identity, means: Means, database: Database) -> Office:
    """Return what every service works with."""
    return Office(
        identity.bot, database, means.library, Catalog(), identity.clock,
        identity.agents_chat, identity.staff, identity.admins, identity.agents_language,
        identity.console.base,
    )  # fmt: skip


def make_gateway(
    settings: Settings,
    identity: Identity,
    means: Means,
    database: Database,
    webhook: WebhookAddress | None = None,
) -> tuple[Gateway, AnyApplication]:
    """Return a gateway that is ready to start, and the application behind it.

    Args:
        settings (Settings): checked.
        identity (Identity): of the bot.
        means (Means): what it knows, how it calls.
        database (Database): open.
        webhook (WebhookAddress or None): None polls.
    """
    office = office_of(identity, means, database)
    catalog = office.catalog
    application = _application(identity, means)
    conversation = Conversation(office, means.interpreter)
    customers = Customers(conversation, current_album)
    staff = Desk(office)
    ready = ReadyDesk(office, staff, NearestArticles(office, means.interpreter.rank))
    hands, spam = DeskHands(Acts(office), staff), SpamDesk(office, staff)
    talk, prompts = DeskTalk(office, staff, ready), DeskPrompts(office, staff)
    rooms = (staff, talk, prompts, hands, ready, spam)
    agents = Agents(rooms, (catalog, office.agents_language), current_album)
    desk = KnowledgeDesk(office, means.interpreter, means.shelf)
    admins = KnowledgeAdmins(desk, partial(download_file, application.bot))
    probes = ProbeAdmins(ProbeDesk(office, settings.probes_refused))
    console = ConsoleCommand(ConsoleLinks(office, Desk(office), identity.console))
    faces = Faces(
        customers, agents, Groups(catalog, identity.agents_chat, office.agents_language),
        identity.agents_chat, admins, probes,
        IncidentAdmins(IncidentDesk(office)), console, StaffCommand(StaffDesk(office)),
        group_check(office),
    )  # fmt: skip
    add_handlers(application, faces)
    blobs = Blobs(settings.evidence, settings.kept_in / "evidence.key")
    wiring = Wiring(
        clock=identity.clock,
        on_event=partial(
            _happened, conversation, RadarRounds(office), DeskPlaces(office), SlaWatch(office)
        ),
        apology=partial(apology, catalog),
        open_blob=SentFiles(office, blobs, means.shelf.folder).open,
        on_sent=partial(keep_sent, identity.clock),
        runners=keeping_runners(application.bot, identity.bot, blobs)
        | reading_runners(means.workers, identity.bot, blobs, office.passwords)
        | {MAKE: making_runner(MAKERS | pack_makers(means.workers, blobs), identity.bot, blobs)},
        limits=_limits(settings),
        keepers=doorkeepers(office, means.interpreter, settings.newcomer_rate),
        webhook=webhook,
        polling_request=means.polls(),
        short=partial(plain_text_of, identity.agents_chat),
    )
    return Gateway(database, application, wiring), application


def group_check(office: Office) -> GroupCheck:
    """Return what looks at the agents' group and tells staff what to mend."""
    return GroupCheck(DeskRights(office), office.agents_chat, office.agents_language)


def _application(identity: Identity, means: Means) -> AnyApplication:
    return (
        Application.builder()
        .token(identity.token)
        .base_url(f"{identity.api}/bot")
        .base_file_url(f"{identity.api}/file/bot")
        .request(means.calls())
        .get_updates_request(means.polls())
        .updater(None)
        .build()
    )


def _limits(settings: Settings) -> SendLimits:
    return SendLimits(
        bot_per_second=settings.send_rate,
        chat_per_second=settings.chat_rate,
        group_per_minute=settings.group_rate,
    )


async def _happened(
    conversation: Conversation,
    rounds: RadarRounds,
    places: DeskPlaces,
    watch: SlaWatch,
    event: Event,
) -> None:
    """Hand an event to whoever it is for: not all that happens belongs to a customer's chat."""
    if event.kind in RADAR:
        await rounds.event(event)
    elif event.kind in PLACES:
        await places.event(event)
    elif event.kind in SLA_EVENTS:
        await watch.event(event)
    else:
        await conversation.event(event)


async def keep_sent(
    clock: Callable[[], datetime], connection: Connection, row: OutboxRow, ids: tuple[int, ...]
) -> None:
    """Keep what Telegram gave: the id of a message, the ids of an album, or a topic."""
    if row.message.act is TopicAct.OPEN:
        await topic_opened(connection, row.bot, row.message, ids[0], clock())
    elif ids and not row.message.delete and row.message.act is None:
        await note_sent(connection, row.id, ids[0])
        await links_sent(connection, row.id, ids)
