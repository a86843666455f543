"""What the built program starts with."""

from hsiviewer.__main__ import main

if __name__ == "__main__":
    main()
