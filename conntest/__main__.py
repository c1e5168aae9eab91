"""`python -m conntest`, for where the `conntest` script is not on the path."""

from conntest.cli import main

if __name__ == "__main__":
    main()
