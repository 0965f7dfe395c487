"""How long a proof by random walks runs, and how it is repeated.

`./aman check access --full` asks for the long form and names the seed; in the suite the
walks are always the same. Looking for a shorter counter-example ends after a minute.
"""

import os
from unittest import mock

from hypothesis import HealthCheck, seed, settings
from hypothesis.internal.conjecture import engine
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

IS_LONG = "AMAN_LARGE_PROOFS" in os.environ
SEED = os.environ.get("AMAN_PROOF_SEED")
SHRINK_FOR_S = 60


def prove(machine: type[RuleBasedStateMachine], *, walks: int, steps: int) -> None:
    """Let the machine walk; raises with the walk that broke something, and says its seed."""
    how = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        derandomize=SEED is None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    if SEED is not None:
        seed(int(SEED))(machine)
    with mock.patch.object(engine, "MAX_SHRINKING_SECONDS", SHRINK_FOR_S):
        run_state_machine_as_test(machine, settings=how)
