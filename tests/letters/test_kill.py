"""The program is killed while a mail server has its letter: nothing is lost, and what may arrive twice says so."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

from app.clients import store as clients
from app.clients.model import Client
from app.clock import Clock
from app.instance import Instance
from app.letters import store
from app.letters.assembling import Assembly
from app.letters.model import Letter
from app.letters.postman import Postman
from app.settings import Settings
from tests.house import ANNA, AT
from tests.letters.server import Server

PROGRAM = """
import asyncio, sys
from pathlib import Path
from app.clock import Clock
from app.instance import Instance
from app.letters.assembling import Assembly
from app.letters.postman import Postman
from app.settings import Settings
settings = Settings(
    data=Path(sys.argv[1]), smtp_host="localhost", smtp_port=int(sys.argv[2]), smtp_starttls=False,
    mail_from="post@nordwerk.example",
)
instance = Instance.open(settings, Clock())
asyncio.run(Postman(instance.regions, Clock(), Assembly(settings, Clock(), {}).eml).run())
"""


@pytest.mark.parametrize(("where", "twice"), [("recipient", False), ("message", True)])
def test_a_program_that_is_killed_loses_no_letter(
    prepared: Path, tmp_path: Path, where: str, twice: bool
) -> None:
    data = shutil.copytree(prepared, tmp_path / "data")
    instance = Instance.open(Settings(data=data), Clock())
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, Client("Huber OHG", country="DE"), ANNA, AT)
    letter = region.write_now(
        store.add, region.keys, Letter(1, "a@huber.example", "Angebot", "Text"), ANNA, AT
    )
    instance.close()

    async def killed_and_started_again() -> list[str]:
        server = Server(hangs=where)
        async with server.running():
            program = await asyncio.create_subprocess_exec(
                sys.executable, "-c", PROGRAM, str(data), str(server.port)
            )
            await asyncio.wait_for(server.asked.wait(), 20)
            program.kill()
            await program.wait()
            server.hangs = ""
            server.goes_on.set()
            settings = server.settings(Settings(data=data))
            again = Instance.open(settings, Clock())
            try:
                man = Postman(again.regions, Clock(), Assembly(settings, Clock(), {}).eml)
                await man.begin()
                await man.go_round()
                found = again.regions.find("de").read(store.find, letter.id)
                assert (found.state, found.doubtful) == ("sent", twice)
            finally:
                again.close()
            return [str(message["Message-ID"]) for message in server.messages]

    arrived = asyncio.run(killed_and_started_again())
    assert len(arrived) in ((1, 2) if twice else (1,)) and len(set(arrived)) == 1
