"""What this room puts into the house's slots."""


def fill():
    pass
