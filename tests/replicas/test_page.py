"""The admin page of regions and replicas."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from app import schemas
from app.instance import Instance
from app.main import create_app
from app.replicas.keeper import Keeper
from app.replicas.views import lag_text
from app.web.door import SESSION_COOKIE
from tests.conftest import Arrive, session_of
from tests.replicas.conftest import wait_until


def test_only_admins_see_the_page(arrive: Arrive) -> None:
    assert arrive("adam").get("/admin/regions").status_code == 200
    assert arrive("anna").get("/admin/regions").status_code == 404
    assert "/login" in arrive("stranger").get("/admin/regions", follow_redirects=False).headers["location"]


def test_without_replication_the_page_is_red(arrive: Arrive) -> None:
    text = arrive("adam").get("/admin/regions").text
    assert "Nothing is replicated." in text and "All replicas lie on this machine." in text


def test_a_region_that_is_being_restored_says_so_and_the_page_still_answers(
    arrive: Arrive, instance: Instance
) -> None:
    adam = arrive("adam")
    instance.regions.close("de", lock=True)
    (instance.settings.data / "de.maintenance").touch()
    assert "is being restored" in adam.get("/admin/regions").text


def test_a_replica_elsewhere_is_named_and_not_red(arrive: Arrive, instance: Instance) -> None:
    (instance.settings.data / "litestream.yml").write_text("replica: {type: s3, bucket: firm}")
    text = arrive("adam").get("/admin/regions").text
    assert "S3, firm" in text and "All replicas lie on this machine." not in text


def test_restoring_is_explained_with_the_moments_kept(arrive: Arrive) -> None:
    text = arrive("adam").get("/admin/regions/de/restoration").text
    assert "masaku region restore DE --at" in text and "There is no replica of this region yet." in text
    assert arrive("adam").get("/admin/regions/xx/restoration").status_code == 404


def test_a_drill_is_started_watched_and_remembered(instance: Instance) -> None:
    keeper = Keeper(instance.settings, instance.clock, instance.regions, schemas.REGION)
    with TestClient(create_app(instance, keeper), base_url="https://masaku.test") as adam:
        adam.headers["Sec-Fetch-Site"] = "same-origin"
        adam.cookies.set(SESSION_COOKIE, session_of(instance, "adam"))
        started = adam.post("/admin/regions/de/drills", follow_redirects=False)
        assert (started.status_code, started.headers["location"]) == (303, "/admin/regions")
        assert adam.post("/admin/regions/at/drills").status_code == 403, "one at a time"
        assert (
            "Drill under way: DE"
            in adam.get("/admin/regions/drill", headers={"HX-Request-Type": "partial"}).text
        )
        wait_until(lambda: keeper.progress is None)
        over = adam.get("/admin/regions/drill", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
        assert over.headers["hx-redirect"] == "/admin/regions"
        assert "all sums agree" in adam.get("/admin/regions").text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.81, "0,8 s"), (42.4, "42 s"), (252, "4 min 12 s"), (11_100, "3 h 5 min")]
)
def test_a_lag_is_read_at_a_glance(seconds: float, text: str) -> None:
    assert lag_text(seconds, "de") == text
