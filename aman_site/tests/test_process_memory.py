"""The memory of a tree of processes is counted whole, once."""

import os
import subprocess
import sys

from aman_site.process_memory import measure_tree


def test_children_are_counted_with_their_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = measure_tree(os.getpid())
        child.communicate()

    assert found[0].pid == os.getpid()
    assert child.pid in [one.pid for one in found]
    assert all(one.pss_kb > 0 for one in found)
