"""The people and the group that a new sandbox begins with."""

from dataclasses import dataclass

from bot.sandbox.groups import Groups
from bot.sandbox.people import People
from bot.sandbox.values import Chat, Person, Role
from bot.sandbox.world import World

_CUSTOMERS = (("王芳", "zh-hans"), ("陳大文", "zh-hant"), ("Alex", "en"))
_AGENT = ("小李（客服）", "zh-hans")
_ADMIN = ("Mei (admin)", "en")
_GROUP = "支付援手 · 客服组"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there at the start.

    Attributes:
        customers: three, with Simplified Chinese, Traditional Chinese and English apps.
        agent: reviews claims; a member of the agents' group.
        admin: edits the knowledge; owns the agents' group.
        agents_chat: a forum with the bot as administrator.
    """

    customers: tuple[Person, ...]
    agent: Person
    admin: Person
    agents_chat: Chat


def assemble(world: World, people: People, groups: Groups) -> Cast:
    """Return the people and the group of an earlier run, or make them."""

    def of_role(role: Role) -> tuple[Person, ...]:
        return tuple(person for person in world.people.values() if person.role is role)

    if not of_role(Role.CUSTOMER):
        for name, language in _CUSTOMERS:
            people.create(name, language)
    if not of_role(Role.AGENT):
        people.create(*_AGENT, Role.AGENT)
    if not of_role(Role.ADMIN):
        people.create(*_ADMIN, Role.ADMIN)
    agent, admin = of_role(Role.AGENT)[0], of_role(Role.ADMIN)[0]
    forums = [chat for chat in world.chats.values() if chat.is_forum and chat.has(agent.id)]
    chat = forums[0] if forums else groups.create(_GROUP, [admin, agent], is_forum=True)
    return Cast(of_role(Role.CUSTOMER), agent, admin, chat)
