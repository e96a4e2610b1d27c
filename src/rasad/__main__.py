"""`python -m rasad`: the same as `rasad`."""

from rasad.cli import main

if __name__ == "__main__":
    main()
