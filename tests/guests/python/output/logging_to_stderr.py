# expect-nothing
# stderr: WARNING:root:careful
# stderr: ERROR:app:broken

import logging

logging.warning("careful")
logging.getLogger("app").error("broken")
logging.info("not shown")
