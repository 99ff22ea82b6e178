# What a logger wrote is in its file at the end, without a close.
# creates: app.log
# file: app.log 34
# expect-nothing

import logging

logging.basicConfig(filename="app.log", format="%(levelname)s %(name)s %(message)s", level=logging.INFO)
logging.getLogger("shop").info("sold %d", 3)
logging.getLogger("shop").error("empty")
