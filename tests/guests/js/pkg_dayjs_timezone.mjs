// node: no - vendored packages
// There are no time zones but UTC: asking for another is an error, and not a wrong time. Offsets do.
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import timezone from 'dayjs/plugin/timezone.js';

dayjs.extend(utc);
dayjs.extend(timezone);
try {
  console.log(dayjs.utc('2024-07-01T12:00:00Z').tz('Europe/Berlin').format());
} catch (error) {
  console.log(error.name, error.message);
}
console.log(dayjs.utc('2024-07-01T12:00:00Z').utcOffset(120).format());
