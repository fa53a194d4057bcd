"""Calendars as icalendar reads them, and the rules of the lines themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from plugins.exports.ical import escape_text, fold_line
from tests.exports.made_site import SITEURL, build, make_settings, publication


def events(name: str = "calendar.ics") -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical((publication().output / name).read_bytes())
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_all_dated_activities_are_there_earliest_first() -> None:
    assert list(events()) == ["柳树村义诊", "(取消)露天电影", "两天的庙会", "读书会", "改了期的讲座"]


def test_a_timed_event_knows_its_zone() -> None:
    event = events()["柳树村义诊"]
    start = event["DTSTART"].dt
    assert start.astimezone(UTC) == datetime(2025, 5, 10, 1, 0, tzinfo=UTC)
    assert start.utcoffset() == timedelta(hours=8)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["DTEND"].dt - start == timedelta(hours=2)
    assert event["URL"] == f"{SITEURL}/activities/yizhen/"
    assert event["LOCATION"] == "柳树村实践站，柳树村口"


def test_whole_days_end_on_the_day_after() -> None:
    event = events()["两天的庙会"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 5, 24), date(2025, 5, 26))
    assert "=1+1 不是算式；它有,逗号" in str(event["DESCRIPTION"])


def test_cancelled_and_changed() -> None:
    found = events()
    assert (found["(取消)露天电影"]["STATUS"], found["柳树村义诊"]["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert "取消原因：下雨" in str(found["(取消)露天电影"]["DESCRIPTION"])
    assert {name: int(event["SEQUENCE"]) for name, event in found.items() if event["SEQUENCE"]} == {
        "改了期的讲座": 2
    }
    assert found["改了期的讲座"]["DTSTAMP"].dt == datetime(2025, 5, 30, 4, 0, tzinfo=UTC)


def test_a_calendar_for_every_town_team_and_theme() -> None:
    names = sorted(path.name for path in (publication().output / "calendar").iterdir())
    assert names == [
        "team-yiliao.ics",
        "team-zongdui.ics",
        "theme-2025-05.ics",
        "town-dongxiang.ics",
        "town-xizhen.ics",
    ]
    assert list(events("calendar/theme-2025-05.ics")) == ["柳树村义诊"]
    assert list(events("calendar/team-zongdui.ics")) == []


def test_uid_survives_a_new_id(tmp_path) -> None:
    settings = make_settings(tmp_path, "https://moved.example", publication=True)
    file = settings.data / "activities.yml"
    file.write_text(
        file.read_text("utf-8").replace("- id: dushu\n", "- id: dushu-hui\n  aliases: [dushu]\n"), "utf-8"
    )
    made = build(settings)
    calendar = icalendar.Calendar.from_ical((made.output / "calendar.ics").read_bytes())
    after = {str(event["SUMMARY"]): str(event["UID"]) for event in calendar.walk("VEVENT")}
    assert after == {name: str(event["UID"]) for name, event in events().items()}


def test_the_zone_is_defined_once_and_used() -> None:
    calendar = icalendar.Calendar.from_ical((publication().output / "calendar.ics").read_bytes())
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(datetime(2025, 1, 1)) == timedelta(hours=8)


def test_every_line_of_every_calendar() -> None:
    for path in publication().output.rglob("*.ics"):
        data = path.read_bytes()
        assert data.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in data.replace(b"\r\n", b"")
        for line in data.split(b"\r\n"):
            assert len(line) <= 75
            line.decode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=300))
def test_any_text_comes_back(text: str) -> None:
    line = fold_line(f"SUMMARY:{escape_text(text)}")
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    unfolded = line.replace("\r\n ", "")
    kept = "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter != "\x7f"))
    plain = unfolded.removeprefix("SUMMARY:").removesuffix("\r\n")
    assert unescape(plain) == kept


def unescape(text: str) -> str:
    found, letters = [], iter(text)
    for letter in letters:
        found.append({"n": "\n"}.get(following := next(letters), following) if letter == "\\" else letter)
    return "".join(found)
