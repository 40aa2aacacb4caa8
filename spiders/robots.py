"""What a robots.txt allows (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

from schemas.crawl import RobotsCopy

MAX_BODY = 500 * 1024
"""Bytes that are read of it (RFC 9309, 2.5)."""


def product(user_agent: str) -> str:
    """The product token that groups are chosen by: `Poliflash` of `Poliflash/1.0 (+https://…)`."""
    return user_agent.split("/")[0].split()[0]


def is_unreachable(status: int) -> bool:
    """Whether an answer forbids everything for now; 429 says "not now", so it counts as one."""
    return status == 0 or status == 429 or status >= 500


@dataclass(frozen=True)
class Rules:
    """A robots.txt as it applies to one crawler."""

    agent: str
    status: int
    parsed: Protego | None

    def allow(self, url: str) -> bool:
        """Whether the address may be asked for."""
        if is_unreachable(self.status):
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """The seconds between requests it wishes, 0 where it names none."""
        wish = self.parsed.crawl_delay(self.agent) if self.parsed else None
        return float(wish or 0)


def rules_of(copy: RobotsCopy, user_agent: str) -> Rules:
    """The rules of a kept copy; without a body that can be read everything is allowed."""
    agent = product(user_agent)
    if not 200 <= copy.status < 300:
        return Rules(agent, copy.status, None)
    return Rules(agent, copy.status, Protego.parse(copy.body))
