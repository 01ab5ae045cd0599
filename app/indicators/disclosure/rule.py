"""The numbers of protection, in one object that is stored with every release (E22, E24)."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Rule:
    """Least persons behind a published count and its complement, dominance limits, least base of a share.

    `complementary` and `differencing` exist to be switched off by tests that show that the attack would work.
    """

    persons: int = 5
    persons_sensitive: int = 10
    first_person: float = 0.5
    first_two_persons: float = 0.85
    share_base: int = 20
    reliable_base: int = 50
    complementary: bool = True
    differencing: bool = True

    def as_json(self) -> dict[str, object]:
        return asdict(self)


PUBLIC = Rule()
INSIDE = Rule(persons=3, persons_sensitive=3, share_base=0, complementary=False, differencing=False)
"""What staff may look at inside the house (D: "internal view may show from 3"); never leaves it."""
