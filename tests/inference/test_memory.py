"""What freed tensors took is kept for the next ones."""

import subprocess
import sys

import pytest

STEPS = """
import resource
from inference.training.memory import keep_freed_memory
import numpy as np
assert keep_freed_memory()
def step():
    one = np.ones(8 << 20)  # 64 MB: above what glibc keeps by itself
    return one.sum()
step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
def test_a_large_block_is_not_asked_of_the_system_again() -> None:
    """Five times 64 MB would be 80,000 pages of 4 kB."""
    done = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1000
