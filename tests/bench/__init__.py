"""Benchmarks: measured figures next to a baseline of the same run. `python -m tests.bench --help`."""
