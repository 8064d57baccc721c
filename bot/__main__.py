"""`python -m bot`: only dispatches to the command line."""

from bot.cli.program import main

if __name__ == "__main__":
    main()
