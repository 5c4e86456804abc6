"""``python -m pipeline`` is ``ita``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
