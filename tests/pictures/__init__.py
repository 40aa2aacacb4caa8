"""Tests of pictures, from a newsroom's pages to public documents."""
