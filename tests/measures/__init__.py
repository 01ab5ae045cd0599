"""Tests of the return flow."""
