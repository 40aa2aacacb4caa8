"""A newsroom of invented sites on loopback, for `poliflash demo` and for tests."""
