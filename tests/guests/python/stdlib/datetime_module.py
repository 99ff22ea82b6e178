# expect: 2024-02-29T12:30:00+00:00
# expect: 2024-03-01 Friday 9
# expect: 366 days, 0:00:00
# expect: 2024-12-24 18:00:00

from datetime import date, datetime, timedelta, timezone

moment = datetime(2024, 2, 29, 12, 30, tzinfo=timezone.utc)
print(moment.isoformat())
print((moment + timedelta(days=1)).date(), (moment + timedelta(days=1)).strftime("%A"), moment.isocalendar().week)
print(date(2025, 1, 1) - date(2024, 1, 1))
print(datetime.strptime("24.12.2024 18:00", "%d.%m.%Y %H:%M"))
