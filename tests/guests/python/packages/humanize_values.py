# Numbers, sizes, times and lists as people write them; in other languages too.
# expect: 1,234,567 1.2 million
# expect: 12th three 3/10
# expect: 1.5 kB 1.5 KiB 3.0 GB
# expect: an hour ago 2 days from now a year
# expect: 1 day, 2 hours and 3.50 seconds
# expect: Jan 02 today
# expect: a, b and c 1.23 x 10³
# expect: il y a une heure

import datetime

import humanize

print(humanize.intcomma(1234567), humanize.intword(1234567))
print(humanize.ordinal(12), humanize.apnumber(3), humanize.fractional(0.3))
print(humanize.naturalsize(1500), humanize.naturalsize(1536, binary=True), humanize.naturalsize(3e9))
hours = datetime.timedelta(hours=1)
print(humanize.naturaltime(hours), humanize.naturaltime(-48 * hours), humanize.naturaldelta(365 * 24 * hours))
print(humanize.precisedelta(datetime.timedelta(days=1, hours=2, seconds=3.5)))
print(humanize.naturalday(datetime.date(2020, 1, 2)), humanize.naturalday(datetime.date.today()))
print(humanize.natural_list(["a", "b", "c"]), humanize.scientific(1234))
humanize.i18n.activate("fr_FR")
print(humanize.naturaltime(hours))
