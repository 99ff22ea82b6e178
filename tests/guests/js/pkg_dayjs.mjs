// node: no - vendored packages
// Dates: formats, arithmetic, differences, plugins from their subpaths, other languages, UTC.
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import duration from 'dayjs/plugin/duration.js';
import isoWeek from 'dayjs/plugin/isoWeek.js';
import relativeTime from 'dayjs/plugin/relativeTime.js';
import 'dayjs/locale/de.js';

for (const plugin of [utc, customParseFormat, duration, isoWeek, relativeTime]) dayjs.extend(plugin);
const day = dayjs.utc('2024-01-31T10:30:00Z');
console.log(day.format('YYYY-MM-DD HH:mm:ss'), day.add(1, 'month').format('D.M.YYYY'), day.endOf('year').toISOString());
console.log(dayjs('2024-03-01').diff('2024-02-01', 'day'), dayjs('2023-03-01').diff('2023-02-01', 'day'), day.isoWeek());
console.log(dayjs('31/12/2025', 'DD/MM/YYYY', true).isValid(), dayjs('31/02/2025', 'DD/MM/YYYY', true).isValid(), dayjs('nothing').isValid());
console.log(dayjs.duration(90, 'minutes').toISOString(), dayjs.duration(49, 'hours').format('D[d] H[h]'));
console.log(day.from(day.add(3, 'day')), day.to(day.add(1, 'hour')));
console.log(day.locale('de').format('dddd, D. MMMM YYYY'));
console.log(day.isBefore('2025-01-01'), day.valueOf() === Date.UTC(2024, 0, 31, 10, 30));
