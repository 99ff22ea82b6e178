# pytz has its own data of time zones: conversion, the hours that are there twice or not at all, agreement with zoneinfo.
# expect: 2026-07-01 14:00:00+02:00 CEST
# expect: 2026-01-02 08:30:00-05:00
# expect: ambiguous
# expect: missing
# expect: 2026-10-25 02:30:00+02:00 2026-10-25 02:30:00+01:00
# expect: True
# expect: ['Europe/Zurich'] UTC
# expect: UnknownTimeZoneError 'Mars/Base'
# expect: True True

import datetime
import zoneinfo

import pytz

berlin, new_york = pytz.timezone("Europe/Berlin"), pytz.timezone("America/New_York")
noon = datetime.datetime(2026, 7, 1, 12, tzinfo=pytz.utc)
print(noon.astimezone(berlin), noon.astimezone(berlin).tzname())
print(new_york.localize(datetime.datetime(2026, 1, 2, 8, 30)))
for moment, what in (((2026, 10, 25, 2, 30), pytz.AmbiguousTimeError), ((2026, 3, 29, 2, 30), pytz.NonExistentTimeError)):
    try:
        berlin.localize(datetime.datetime(*moment), is_dst=None)
    except what:
        print("ambiguous" if what is pytz.AmbiguousTimeError else "missing")
twice = datetime.datetime(2026, 10, 25, 2, 30)
print(berlin.localize(twice, is_dst=True), berlin.localize(twice, is_dst=False))
later = berlin.normalize(berlin.localize(datetime.datetime(2026, 3, 29, 1, 30)) + datetime.timedelta(hours=1))
print(str(later) == "2026-03-29 03:30:00+02:00")
print(pytz.country_timezones["CH"], pytz.utc)
try:
    pytz.timezone("Mars/Base")
except pytz.UnknownTimeZoneError as error:
    print(type(error).__name__, error)
both = [noon.astimezone(zone) for zone in (berlin, zoneinfo.ZoneInfo("Europe/Berlin"))]
print(both[0] == both[1], both[0].utcoffset() == both[1].utcoffset())
