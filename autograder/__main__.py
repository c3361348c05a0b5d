"""Run `python -m autograder` as `autograder`."""

import gc

gc.disable()  # imports leave no garbage, and a student waits for them

from .cli import main  # noqa: E402

gc.freeze()  # what is imported stays
gc.enable()  # here, since processes for jobs import this module, too

if __name__ == "__main__":
    main()
