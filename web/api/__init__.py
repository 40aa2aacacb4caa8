"""The API: what is known, and orders for the crawler."""
