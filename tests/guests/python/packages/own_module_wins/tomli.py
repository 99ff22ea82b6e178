def loads(text):
    return "own reader"
