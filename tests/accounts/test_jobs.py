"""Work in the background: claimed once, told step by step, tried again, refused with words, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fuwubao.accounts import jobs
from fuwubao.accounts.errors import JobUnknown, TaskUnknown, UserUnknown
from fuwubao.accounts.models import Job, User
from fuwubao.domain.errors import Unreachable
from tests.accounts.conftest import NOW

HERE = "fuwubao.accounts.jobs"


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks as a room would declare them, standing in a module of the product."""

    @jobs.task
    def count(work: jobs.Work) -> jobs.Done:
        work.tell(3, 4, "三成四")
        return jobs.Done(result={"sum": work.arguments["left"]}, url="/there/")

    @jobs.task
    def refuse(work: jobs.Work) -> jobs.Done:
        raise UserUnknown(login="nobody")

    @jobs.task
    def unreachable(work: jobs.Work) -> jobs.Done:
        raise Unreachable(what="邮件服务器")

    @jobs.task
    def broken(work: jobs.Work) -> jobs.Done:
        raise ZeroDivisionError

    for task in (count, refuse, unreachable, broken):
        monkeypatch.setattr(jobs, task.__name__, task, raising=False)


def queued(owner: User, task: str, **arguments: int) -> Job:
    """Ask for work."""
    return jobs.enqueue(task=f"{HERE}.{task}", title=task, arguments=arguments, owner=owner, now=NOW)


def test_work_is_done_and_its_progress_and_outcome_are_kept(ways: None, manager: User) -> None:
    queued(manager, "count", left=7)

    done = jobs.run_one(now=NOW)

    assert done is not None
    assert (done.state, done.result, done.result_url) == ("done", {"sum": 7}, "/there/")
    assert (done.steps_done, done.steps_total, done.words) == (3, 4, "三成四")
    assert jobs.run_one(now=NOW) is None


def test_a_job_is_claimed_by_one_worker_only(ways: None, manager: User) -> None:
    queued(manager, "count", left=1)

    assert jobs.claim(now=NOW) is not None
    assert jobs.claim(now=NOW) is None


def test_the_job_of_a_dead_worker_is_taken_again_after_its_lease(ways: None, manager: User) -> None:
    queued(manager, "count", left=1)
    jobs.claim(now=NOW)

    again = jobs.claim(now=NOW + jobs.LEASE + timedelta(seconds=1))

    assert again is not None
    assert again.attempts == 2


def test_a_refusal_ends_the_work_with_its_words_in_both_languages(ways: None, manager: User) -> None:
    queued(manager, "refuse")

    ended = jobs.run_one(now=NOW)

    assert ended is not None
    assert ended.state == "refused"
    assert ended.result["code"] == "accounts.user_unknown"
    assert "nobody" in ended.result["zh"][0]
    assert "nobody" in ended.result["en"][0]


@pytest.mark.parametrize("task, state", [("unreachable", "refused"), ("broken", "failed")])
def test_what_may_pass_is_tried_three_times_and_then_given_up(ways: None, manager: User, task: str, state: str) -> None:
    queued(manager, task)

    states = []
    for attempt in range(3):
        tried = jobs.run_one(now=NOW + timedelta(hours=attempt))
        assert tried is not None
        states.append(tried.state)

    assert states == ["queued", "queued", state]
    assert jobs.run_one(now=NOW + timedelta(days=1)) is None


def test_a_second_attempt_waits_a_little(ways: None, manager: User) -> None:
    queued(manager, "unreachable")
    jobs.run_one(now=NOW)

    assert jobs.run_one(now=NOW + jobs.WAIT / 2) is None
    assert jobs.run_one(now=NOW + jobs.WAIT) is not None


@pytest.mark.parametrize("name", ["os.system", "fuwubao.accounts.jobs.enqueue", "fuwubao.accounts.jobs.nothing"])
def test_only_functions_marked_as_tasks_can_be_asked_for(manager: User, name: str) -> None:
    with pytest.raises(TaskUnknown):
        jobs.enqueue(task=name, title="", arguments={}, owner=manager, now=NOW)


def test_nobody_sees_the_work_of_another(ways: None, manager: User, admin: User) -> None:
    job = queued(manager, "count", left=1)

    assert jobs.job_of(manager, job.pk) == job
    with pytest.raises(JobUnknown):
        jobs.job_of(admin, job.pk)


def test_finished_work_is_forgotten_when_it_is_old(ways: None, manager: User) -> None:
    queued(manager, "count", left=1)
    jobs.run_one(now=NOW)

    assert jobs.forget_finished(before=NOW) == 0
    assert jobs.forget_finished(before=NOW + timedelta(days=400)) == 1
