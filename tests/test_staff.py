"""The team: who may name whom, that they confirm themselves, and that rights end at once."""

from datetime import timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.errors import Conflict, NotAllowed, NotFound
from bot.domain.languages import Language
from bot.domain.lifecycle import Role
from bot.domain.staff import INVITED_FOR, StaffOrder, Verb, read_order
from bot.services.desk import Agent
from bot.services.exchange import Exchange
from bot.services.forgetting import forget
from bot.services.retention import Retention
from bot.services.staff import Staff
from bot.services.staff_rights import admins_in
from bot.storage.audit import deeds
from bot.storage.customers import put_customer
from tests.console import ADMIN, AGENT, CATALOG, Stage
from tests.filed import put_claim
from tests.gateway import BOT
from tests.knowledge_base import library
from tests.postgres import database  # noqa: F401 - a fixture

NEW, OTHER = 900, 901


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


@pytest.fixture
def staff(stage):
    return Staff(stage.office)


async def audited(stage):
    rows = await stage.database.read(lambda c: deeds(c, BOT))
    return [(r["actor"], r["action"], r["subject"], r["detail"]) for r in reversed(rows)]


async def joined(staff, person=NEW, role=Role.AGENT, name="李晨"):
    await staff.invite(ADMIN, person, role)
    return await staff.confirm(person, name)


async def roles(staff):
    return {each.id: (each.role, each.fixed) for each in (await staff.team(ADMIN)).members}


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("add 12345", StaffOrder(Verb.ADD, 12345)),
        ("ADD 12345 Admin", StaffOrder(Verb.ADD, 12345, Role.ADMIN)),
        ("添加 12345 管理员", StaffOrder(Verb.ADD, 12345, Role.ADMIN)),
        ("remove 12345", StaffOrder(Verb.REMOVE, 12345)),
        ("刪除 12345", StaffOrder(Verb.REMOVE, 12345)),
        ("admin 12345", StaffOrder(Verb.ROLE, 12345, Role.ADMIN)),
        ("客服 12345", StaffOrder(Verb.ROLE, 12345, Role.AGENT)),
        *[
            (wrong, None)
            for wrong in (
                "", "add", "add me", "add -5", "add 0", "add 12345 boss", "add 12345 admin now",
                "12345", "admin 12345 now", "add 99999999999999999", "add 4503599627370496",
                "add １２３", "add ²", "drop 12345",
            )
        ],
    ],
)  # fmt: skip
def test_orders(text, order):
    assert read_order(text) == order


async def test_whoever_is_named_belongs_to_the_team_once_they_confirm(stage, staff):
    await staff.invite(ADMIN, NEW, Role.AGENT)
    assert await staff.role_of(NEW) is None, "being named is not enough"
    member = await staff.confirm(NEW, "李晨")
    assert (member.name, member.added_by, member.since) == ("李晨", ADMIN, stage.now)
    assert await staff.role_of(NEW) is Role.AGENT
    assert (await staff.team(ADMIN)).invitations == ()
    assert await audited(stage) == [
        (str(ADMIN), "staff.invited", str(NEW), "agent"),
        (str(NEW), "staff.confirmed", str(NEW), "agent"),
    ]


async def test_an_invitation_is_spent_once_and_by_nobody_else(staff):
    await staff.invite(ADMIN, NEW, Role.AGENT)
    with pytest.raises(NotFound, match="invitation_over"):
        await staff.confirm(OTHER, "x")
    await staff.confirm(NEW, "x")
    await staff.remove(ADMIN, NEW)
    with pytest.raises(NotFound, match="invitation_over"):
        await staff.confirm(NEW, "x")
    assert await staff.role_of(NEW) is None


async def test_an_invitation_ends_after_two_days(stage, staff):
    await staff.invite(ADMIN, NEW, Role.AGENT)
    stage.now += INVITED_FOR
    assert len((await staff.team(ADMIN)).invitations) == 1
    stage.now += timedelta(seconds=1)
    assert (await staff.team(ADMIN)).invitations == ()
    with pytest.raises(NotFound):
        await staff.confirm(NEW, "x")
    await Retention(stage.database).purge(stage.now + timedelta(days=2))
    assert await stage.count("staff_invitation") == 0


async def test_an_invitation_by_somebody_who_is_no_admin_any_more_opens_nothing(stage, staff):
    await joined(staff, OTHER, Role.ADMIN)
    await staff.invite(OTHER, NEW, Role.ADMIN)
    await staff.change_role(ADMIN, OTHER, Role.AGENT)
    with pytest.raises(NotFound):
        await staff.confirm(NEW, "x")
    await staff.change_role(ADMIN, OTHER, Role.ADMIN)
    await staff.invite(OTHER, NEW, Role.ADMIN)
    await staff.remove(ADMIN, OTHER)
    with pytest.raises(NotFound):
        await staff.confirm(NEW, "x")
    # The settings can take an admin away without any step of ours.
    await staff.invite(ADMIN, NEW, Role.ADMIN)
    stage.admins.discard(ADMIN)
    with pytest.raises(NotFound):
        await staff.confirm(NEW, "x")


async def test_an_invitation_is_taken_back(staff):
    await staff.invite(ADMIN, NEW, Role.AGENT)
    await staff.withdraw(ADMIN, NEW)
    with pytest.raises(NotFound):
        await staff.confirm(NEW, "x")
    with pytest.raises(NotFound):
        await staff.withdraw(ADMIN, NEW)


@pytest.mark.parametrize("actor", [AGENT, NEW, 0])
@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda s, actor: s.team(actor), id="list"),
        pytest.param(lambda s, actor: s.invite(actor, OTHER, Role.AGENT), id="invite"),
        pytest.param(lambda s, actor: s.withdraw(actor, OTHER), id="withdraw"),
        pytest.param(lambda s, actor: s.remove(actor, AGENT), id="remove"),
        pytest.param(lambda s, actor: s.change_role(actor, actor, Role.ADMIN), id="promote"),
    ],
)
async def test_only_admins_change_the_team_and_attempts_are_kept(stage, staff, act, actor):
    with pytest.raises(NotAllowed):
        await act(staff, actor)
    assert await audited(stage) == [(str(actor), "staff.refused", "", "")]


async def test_the_settings_stand_beside_the_database(stage, staff):
    await joined(staff)
    assert await roles(staff) == {
        ADMIN: (Role.ADMIN, True), AGENT: (Role.AGENT, True), NEW: (Role.AGENT, False),
    }  # fmt: skip
    for person in (AGENT, ADMIN):
        with pytest.raises(Conflict, match="in_settings"):
            await staff.remove(ADMIN, person)
    with pytest.raises(Conflict, match="in_settings"):
        await staff.change_role(ADMIN, ADMIN, Role.AGENT)
    await staff.change_role(ADMIN, AGENT, Role.ADMIN)
    assert (await roles(staff))[AGENT] == (Role.ADMIN, True)
    await staff.change_role(ADMIN, AGENT, Role.AGENT)
    assert (await roles(staff))[AGENT] == (Role.AGENT, True)
    assert await stage.count("staff") == 1, "what the settings say is not kept twice"


async def test_who_belongs_to_the_team_is_not_asked_again(staff):
    await joined(staff)
    for person in (NEW, AGENT, ADMIN):
        with pytest.raises(Conflict, match="already"):
            await staff.invite(ADMIN, person, Role.ADMIN)
    with pytest.raises(Conflict, match="is_already"):
        await staff.change_role(ADMIN, NEW, Role.AGENT)
    with pytest.raises(NotFound):
        await staff.change_role(ADMIN, OTHER, Role.ADMIN)
    with pytest.raises(NotFound):
        await staff.remove(ADMIN, OTHER)


async def test_the_last_admin_stays(stage, staff):
    await joined(staff, NEW, Role.ADMIN)
    stage.admins.discard(ADMIN)
    for change in (staff.remove(NEW, NEW), staff.change_role(NEW, NEW, Role.AGENT)):
        with pytest.raises(Conflict, match="last_admin"):
            await change
    await staff.invite(NEW, OTHER, Role.ADMIN)
    await staff.confirm(OTHER, "x")
    await staff.remove(NEW, NEW)
    admins = await stage.database.read(lambda c: admins_in(c, stage.office))
    assert admins == {OTHER}


async def test_whoever_is_removed_is_out_of_the_console_at_once(stage, staff):
    await joined(staff)
    async with stage.inside(NEW) as inside:
        late = await stage.link(NEW)
        assert (await inside.get("/")).status_code == 200
        await staff.remove(ADMIN, NEW)
        assert await stage.count("console_session") == 0
        assert (await inside.get("/")).status_code == 401
    async with stage.visitor() as client:
        assert (await client.post("/console/login", data={"token": late})).status_code == 403
        data = stage.init_data(NEW)
        refused = await client.post("/console/app/enter", data={"init_data": data})
    assert refused.status_code == 403
    assert "for the team" in await stage.message(NEW)


async def test_who_is_named_or_removed_is_told_in_their_language(stage, staff):
    customer = Customer(BOT, NEW, Language.SIMPLIFIED, language_chosen=True)
    await stage.database.write(lambda c: put_customer(c, customer, stage.now))
    await staff.invite(ADMIN, NEW, Role.AGENT)
    row = await stage.one("SELECT chat_id, body FROM outbox ORDER BY id DESC LIMIT 1")
    assert row["chat_id"] == NEW
    assert "管理员请您加入客服团队" in row["body"]
    assert "staff:join" in row["body"]
    await staff.confirm(NEW, "李晨")
    await staff.remove(ADMIN, NEW)
    row = await stage.one("SELECT body FROM outbox ORDER BY id DESC LIMIT 1")
    assert "您已不在客服团队里" in row["body"]


async def test_an_admin_learns_which_claims_whoever_left_still_has(stage, staff):
    await joined(staff)
    claim = await put_claim(stage.database)
    await stage.desk.take(Agent(NEW, "李晨"), claim.number)
    assert await staff.remove(ADMIN, NEW) == 1
    with pytest.raises(NotAllowed):
        await stage.desk.say(Agent(NEW, "李晨"), claim.number, "还在吗")


async def test_nobody_is_written_to_who_never_wrote(stage, staff):
    await staff.invite(ADMIN, NEW, Role.AGENT)
    assert await stage.count("outbox") == 0


async def test_to_be_asked_is_forgotten_with_the_rest(stage, staff):
    await staff.invite(ADMIN, NEW, Role.AGENT)
    await staff.invite(ADMIN, OTHER, Role.AGENT)

    async def step(connection):
        customer = Customer(BOT, NEW, Language.ENGLISH)
        ex = Exchange(connection, customer, stage.now, library(), CATALOG)
        await forget(ex, "all")
        await ex.close()

    await stage.database.write(step)
    assert [each.person for each in (await staff.team(ADMIN)).invitations] == [OTHER]
