def intcomma(number):
    return "own numbers"
