# expect: 2024-07-01T14:00:00+02:00 CEST
# expect: 2024-01-01 07:00:00-05:00
# expect: ZoneInfoNotFoundError

import zoneinfo
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

summer = datetime(2024, 7, 1, 12, tzinfo=timezone.utc).astimezone(ZoneInfo("Europe/Berlin"))
print(summer.isoformat(), summer.tzname())
print(datetime(2024, 1, 1, 12, tzinfo=timezone.utc).astimezone(ZoneInfo("America/New_York")))
try:
    ZoneInfo("Nowhere/Land")
except zoneinfo.ZoneInfoNotFoundError as error:
    print(type(error).__name__)
