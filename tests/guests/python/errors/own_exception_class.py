# The name of a class of the program's own is given without its module.
# outcome: exception
# exception: ConfigError: no key
# expect-nothing
# stderr-has: ConfigError: no key


class ConfigError(Exception):
    pass


raise ConfigError("no key")
