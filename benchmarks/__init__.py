"""What the parts cost, each measured against something else in the same run."""
