"""What a frame costs the networks on every backend, and a peer beside them: `python -m tests.bench.network`."""
