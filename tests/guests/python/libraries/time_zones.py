# zoneinfo takes its data from the package tzdata, because there is no folder of it; dateutil's rules agree.
# expect: () True
# expect: 2026-07-01T14:00:00+02:00 CEST
# expect: ['+02:00', '+01:00']
# expect: True 5:45:00
# expect: ZoneInfoNotFoundError
# expect: True
# expect: ['2026-01-30', '2026-02-27', '2026-03-27']
# expect: 2026-02-28 2028-02-29

import datetime
import zoneinfo

import tzdata
from dateutil import rrule, tz
from dateutil.relativedelta import relativedelta

print(zoneinfo.TZPATH, len(zoneinfo.available_timezones()) > 400)
berlin = zoneinfo.ZoneInfo("Europe/Berlin")
noon = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.timezone.utc)
print(noon.astimezone(berlin).isoformat(), noon.astimezone(berlin).tzname())
twice = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
print([twice.replace(fold=fold).isoformat()[-6:] for fold in (0, 1)])
print(bool(tzdata.IANA_VERSION), noon.astimezone(zoneinfo.ZoneInfo("Asia/Kathmandu")).utcoffset())
try:
    zoneinfo.ZoneInfo("Mars/Base")
except zoneinfo.ZoneInfoNotFoundError as error:
    print(type(error).__name__)
print(tz.gettz("Europe/Berlin") is None or noon.astimezone(tz.gettz("Europe/Berlin")) == noon.astimezone(berlin))
fridays = rrule.rrule(rrule.MONTHLY, byweekday=rrule.FR(-1), count=3, dtstart=datetime.datetime(2026, 1, 1))
print([day.date().isoformat() for day in fridays])
end = datetime.date(2026, 1, 31) + relativedelta(months=1)
print(end, datetime.date(2024, 2, 29) + relativedelta(years=4))
