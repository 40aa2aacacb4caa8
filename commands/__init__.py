"""The commands, one module each; `cli.py` joins them."""
