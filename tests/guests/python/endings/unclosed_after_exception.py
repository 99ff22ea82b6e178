# creates: log.txt
# file: log.txt 8
# outcome: exception
# exception: RuntimeError: stop
# stderr-has: RuntimeError: stop
# expect-nothing

log = open("log.txt", "w")
log.write("one line")
raise RuntimeError("stop")
