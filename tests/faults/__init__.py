"""The campaign: the bot as `jianhui serve` runs it, against the strict Bot API server, while everything around it breaks.

    python -m tests.faults --kills 500 --questions 20000 --seed 1     kill -9 at random moments
    python -m tests.faults --runs 200 --seed 1                        the other faults, drawn at random
    python -m tests.faults --runs 20 --only disk_full,clock_jump      some of them

The server counts: every question answered, how many of them twice, each person's answers in the order of her questions.
`people.py` asks and judges, `faults.py` breaks things, `campaign.py` brings them together. Much of it needs Linux.
"""
