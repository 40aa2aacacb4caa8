"""Incidents told to a web server and a mail server on loopback."""

import pytest

from pipeline.store import incidents, notices
from schemas.incident import Kind
from tests.alerts.conftest import Desk
from tests.receivers import Hook, Post

OPENED = ("opened", "ateneo", "held")
CLOSED = ("closed", "ateneo", "held")


def test_an_incident_is_told_once_by_every_way(desk: Desk, hook: Hook, post: Post) -> None:
    """However often it is found again, there is one POST and one mail."""
    for _ in range(5):
        desk.wrong()
        desk.tell()
        desk.later(hours=2)
    assert (hook.told(), len(post.mails)) == ([OPENED], 1)


def test_its_end_is_told_once(desk: Desk, hook: Hook, post: Post) -> None:
    """The recovery answers the mail that told of it."""
    desk.wrong()
    desk.tell()
    desk.well()
    for _ in range(3):
        desk.tell()
    assert hook.told() == [OPENED, CLOSED]
    first, second = post.mails
    assert second["In-Reply-To"] == first["Message-ID"]


def test_a_restart_tells_nothing_again(desk: Desk, hook: Hook, post: Post) -> None:
    """What was told is in the store."""
    desk.wrong()
    desk.tell()
    desk.restart()
    desk.wrong()
    desk.tell()
    desk.well()
    desk.restart()
    desk.tell()
    desk.restart()
    desk.tell()
    assert (hook.told(), len(post.mails)) == ([OPENED, CLOSED], 2)


def test_a_post_says_what_machines_need(desk: Desk, hook: Hook) -> None:
    """Subject, reason, figures and a line for chat tools; a key that two tries share."""
    desk.wrong()
    desk.tell()
    (told,), (headers,) = hook.got, hook.headers
    assert told["text"] == "ateneo: held: the listing matches nothing (was 24)"
    assert (told["figures"], told["opened"]) == ({"links": 0.0}, "2026-03-02T12:00:00Z")
    assert headers["content-type"] == "application/json"
    assert headers["idempotency-key"] == f"{told['incident']}-opened"


def test_a_mail_says_what_people_need(desk: Desk, post: Post) -> None:
    """The reason, the figures and what to do; nobody's holiday answers it."""
    desk.wrong()
    desk.tell()
    (mail,) = post.mails
    assert mail["Subject"] == "[Poliflash] ateneo: held: the listing matches nothing (was 24)"
    assert (mail["To"], mail["Auto-Submitted"]) == (desk.settings.editors_mail, "auto-generated")
    assert "poliflash cards held ateneo" in mail.get_content()


def test_a_webhook_that_fails_is_tried_later(desk: Desk, hook: Hook, post: Post) -> None:
    """The mail does not wait for it, and what was taken is not sent again."""
    hook.status = 503
    desk.wrong()
    desk.tell()
    desk.tell()
    assert (hook.got, len(post.mails)) == ([], 1)
    hook.status = 200
    desk.later(minutes=2)
    desk.tell()
    desk.later(hours=12)
    desk.tell()
    assert (hook.told(), len(post.mails)) == ([OPENED], 1)


def test_the_beginning_is_told_before_the_end(desk: Desk, hook: Hook) -> None:
    """An incident that ended while the webhook was away is told in order."""
    hook.status = 500
    desk.wrong()
    desk.tell()
    desk.well()
    desk.tell()
    hook.status = 200
    for _ in range(3):
        desk.later(hours=7)
        desk.tell()
    assert hook.told() == [OPENED, CLOSED]


def test_a_mail_server_that_refuses_is_asked_later(desk: Desk, post: Post) -> None:
    """A temporary refusal (451) loses no mail."""
    post.refuse = True
    desk.wrong()
    desk.tell()
    with desk.store.reading() as c:
        count, why = notices.waiting(c)
    assert (count, "451" in why) == (1, True)
    post.refuse = False
    desk.later(minutes=2)
    desk.tell()
    assert len(post.mails) == 1


def test_after_a_week_it_is_given_up(desk: Desk, hook: Hook) -> None:
    """A webhook that is gone for good is not asked for ever."""
    hook.status = 410
    desk.wrong()
    for _ in range(40):
        desk.tell()
        desk.later(hours=7)
    hook.status = 200
    desk.tell()
    assert hook.got == []


TWICE: list[tuple[Kind, int]] = [("held", 1), ("blocked", 1), ("quiet", 1), ("failed", 2)]


@pytest.mark.parametrize(("kind", "times"), TWICE)
def test_how_often_it_is_found_before_it_is_told(
    desk: Desk, hook: Hook, kind: Kind, times: int
) -> None:
    """A newsroom that is away for a moment is no news; everything else is told at once."""
    told = []
    for _ in range(3):
        desk.wrong(kind)
        desk.tell()
        told.append(len(hook.got))
    assert told == [int(times <= number) for number in (1, 2, 3)]


def test_what_ends_before_it_is_told_is_never_told(desk: Desk, hook: Hook) -> None:
    """Neither that it began nor that it is over."""
    desk.wrong("failed")
    desk.tell()
    desk.well()
    desk.tell()
    assert hook.got == []


def test_what_comes_back_at_once_must_last(desk: Desk, hook: Hook) -> None:
    """A source that is held every other run is no new alert each time."""
    for _ in range(6):
        desk.wrong()
        desk.tell()
        desk.later(hours=2)
        desk.well()
        desk.tell()
        desk.later(hours=2)
    assert hook.told() == [OPENED, CLOSED]


def test_a_second_incident_is_told_again(desk: Desk, hook: Hook) -> None:
    """Weeks later it is another one."""
    for _ in range(2):
        desk.wrong()
        desk.tell()
        desk.well()
        desk.tell()
        desk.later(days=20)
    assert hook.told() == [OPENED, CLOSED] * 2
    assert len({one["incident"] for one in hook.got}) == 2


def test_editors_are_not_told_of_our_faults(desk: Desk, hook: Hook, post: Post) -> None:
    """The operator's incidents go to the operator's ways only."""
    desk.wrong("fault", subject="crawler", audience="operator")
    desk.tell(operator_mail="ops@example.org")
    assert (hook.got, [mail["To"] for mail in post.mails]) == ([], ["ops@example.org"])


def test_without_any_way_the_log_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """One line when it began, one when it is over."""
    desk.wrong()
    nothing: dict[str, object] = {"editors_webhook": None, "editors_mail": ""}
    for _ in range(2):
        desk.tell(**nothing)
    desk.well()
    for _ in range(2):
        desk.tell(**nothing)
    printed = capsys.readouterr()
    lines = (printed.out + printed.err).splitlines()
    assert ["opened" in x for x in lines if "incident-" in x] == [True, False]


def test_old_incidents_are_forgotten(desk: Desk) -> None:
    """What is over for long goes; what is open stays, however old."""
    desk.wrong()
    desk.wrong(subject="europa")
    desk.tell()
    desk.well()
    desk.tell()
    desk.later(days=800)
    with desk.store.writing() as c:
        incidents.forget_before(c, desk.now)
        assert [one.subject for one in incidents.latest(c, 9)] == ["europa"]
