"""What a step from one state to another is, for whatever in the archive has states.

Plain values: a table of them says how a thing may move. It never moves anything itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One line of a table of transitions, under its verb.

    `permission` is asked of the thing; None: the house alone does it, no person. With several
    `targets` the caller says which. `refusal` is what a person reads in any other state,
    `refusal_in` what they read in some of them instead.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    permission: str | None
    refusal: str | Promise
    refusal_in: Mapping[str, str | Promise] = field(default_factory=dict)

    def why_not(self, state: str) -> str | Promise:
        """Return the sentence that stands against it in a state; "" when nothing does."""
        if state in self.sources:
            return ""
        return self.refusal_in.get(state, self.refusal)
