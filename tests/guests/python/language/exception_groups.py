# expect: values ['v']
# expect: types ['t']


try:
    raise ExceptionGroup("g", [ValueError("v"), TypeError("t")])
except* ValueError as group:
    print("values", [str(e) for e in group.exceptions])
except* TypeError as group:
    print("types", [str(e) for e in group.exceptions])
