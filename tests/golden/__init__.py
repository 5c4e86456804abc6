"""What the sample papers must give, and how a result is held against such a list."""
