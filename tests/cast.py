"""The same few people in every test: each with one role, held for years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.test import Client

from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role

SINCE = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """Who somebody is."""

    login: str
    name: str
    role: Role
    customer_code: str = ""


PARTS = (
    Part("li", "李经理", Role.REPORT_MANAGER),
    Part("zhang", "张工", Role.AUTHOR),
    Part("wang", "王审", Role.REVIEWER),
    Part("chen", "陈总", Role.SYSTEM_HEAD),
    Part("gao", "高管理员", Role.ADMIN),
    Part("liu", "刘主任", Role.CUSTOMER, "HD"),
    Part("zhao", "赵客", Role.CUSTOMER, "NF"),
    Part("sun", "老孙", Role.SUPPLIER, "SUP"),
)


def cast() -> dict[str, User]:
    """Make everybody; by name."""
    people = {}
    for part in PARTS:
        user = User.objects.create(login=part.login, name=part.name, customer_code=part.customer_code)
        Appointment.objects.create(user=user, role=part.role, starts_on=SINCE, customer_code=part.customer_code)
        people[part.name] = user
    return people


def client_of(person: User) -> Client:
    """Return a browser in which somebody is logged in."""
    client = Client()
    client.force_login(person)
    return client
