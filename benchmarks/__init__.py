"""Measurements that print tables and assert nothing. docs/benchmarks.md says how to read them."""
