"""Tests of the example queries, and of the pages for researchers."""
