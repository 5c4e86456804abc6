"""The run: command line, discovery, reconciliation, schema and publishing of the tables."""
