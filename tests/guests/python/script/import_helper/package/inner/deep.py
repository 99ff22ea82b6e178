import importlib.resources


def read():
    return importlib.resources.files(__package__).joinpath("data.txt").read_text().strip()
