"""Tests of the pieces for other people's content systems."""
