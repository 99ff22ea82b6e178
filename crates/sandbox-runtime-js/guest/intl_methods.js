// toLocaleString of numbers, bigints and dates as Node prints them for English (US), which is what programs get there
// when they name no locale. Other locales are treated as this one. The time zone of the sandbox is UTC.

function group(digits) {
  let text = '';
  for (let i = digits.length; i > 0; i -= 3) {
    text = digits.slice(Math.max(0, i - 3), i) + (text === '' ? '' : `,${text}`);
  }
  return text;
}

// Rounds half away from zero on the decimal digits, as ICU does.
function fixed(value, digits) {
  if (value >= 1e21) return BigInt(value).toString();
  const text = value.toFixed(digits);
  const exact = /^(\d+)(?:\.(\d+))?$/.exec(`${value}`);
  if (exact === null || exact[2] === undefined || exact[2].length <= digits) return text;
  // toFixed rounds the binary value: 1.005 is a little less than it looks.
  let scaled = BigInt(exact[1] + exact[2].slice(0, digits));
  if (exact[2][digits] >= '5') scaled += 1n;
  const all = scaled.toString().padStart(digits + 1, '0');
  return digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

const SYMBOLS = {
  USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CNY: 'CN¥', KRW: '₩', BRL: 'R$', CAD: 'CA$', AUD: 'A$',
  MXN: 'MX$',
};

function formatNumber(value, options = {}) {
  options = options || {};
  const { style = 'decimal', currency, useGrouping = true } = options;
  const negative = value < 0 || Object.is(value, -0);
  let size = negative ? -value : value;
  if (Number.isNaN(size)) return 'NaN';
  if (style === 'percent') size *= 100;
  const places = style === 'currency' ? (currency === 'JPY' || currency === 'KRW' ? 0 : 2) : 0;
  const least = options.minimumFractionDigits ?? places;
  const most = options.maximumFractionDigits ?? Math.max(least, style === 'decimal' ? 3 : places);
  for (const each of [least, most]) {
    if (!(each >= 0 && each <= 100)) throw new RangeError('maximumFractionDigits value is out of range.');
  }
  let text;
  if (size === Infinity) {
    text = '∞';
  } else {
    const significant = options.maximumSignificantDigits;
    if (significant !== undefined) size = Number(size.toPrecision(significant));
    let [whole, part = ''] = fixed(size, significant === undefined ? most : 20).split('.');
    while (part.length > least && part.endsWith('0')) part = part.slice(0, -1);
    if (options.minimumIntegerDigits !== undefined) whole = whole.padStart(options.minimumIntegerDigits, '0');
    text = (useGrouping === false ? whole : group(whole)) + (part === '' ? '' : `.${part}`);
  }
  if (style === 'percent') text += '%';
  if (style === 'currency') {
    const symbol = SYMBOLS[currency] ?? `${currency}\u00a0`;
    text = symbol + text;
  }
  return negative ? `-${text}` : text;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (value) => `${value}`.padStart(2, '0');

function dateText(date, options) {
  const parts = [];
  const year = options.year === '2-digit' ? two(date.getUTCFullYear() % 100) : `${date.getUTCFullYear()}`;
  const day = options.day === '2-digit' ? two(date.getUTCDate()) : `${date.getUTCDate()}`;
  const number = date.getUTCMonth();
  const named = options.month === 'long' || options.month === 'short';
  const weekday = options.weekday === undefined ? undefined
    : options.weekday === 'long' ? DAYS[date.getUTCDay()] : DAYS[date.getUTCDay()].slice(0, 3);
  if (named) {
    const month = options.month === 'long' ? MONTHS[number] : MONTHS[number].slice(0, 3);
    if (weekday !== undefined) parts.push(weekday);
    parts.push(options.day === undefined ? month : `${month} ${day}`);
    if (options.year === undefined) return parts.join(', ');
    if (options.day === undefined && weekday === undefined) return `${month} ${year}`;
    parts.push(year);
    return parts.join(', ');
  }
  if (options.month !== undefined) parts.push(options.month === '2-digit' ? two(number + 1) : `${number + 1}`);
  if (options.day !== undefined) parts.push(day);
  if (options.year !== undefined) parts.push(year);
  const text = parts.join('/');
  return weekday === undefined ? text : text === '' ? weekday : `${weekday}, ${text}`;
}

function timeText(date, options) {
  const half = options.hour12 ?? (options.hourCycle === undefined || options.hourCycle === 'h12');
  const hours = date.getUTCHours();
  const shown = half ? hours % 12 || 12 : hours;
  const parts = [];
  if (options.hour !== undefined) parts.push(options.hour === '2-digit' || !half ? two(shown) : `${shown}`);
  if (options.minute !== undefined) parts.push(two(date.getUTCMinutes()));
  if (options.second !== undefined) parts.push(two(date.getUTCSeconds()));
  let text = parts.join(':');
  if (half && options.hour !== undefined) text += hours < 12 ? ' AM' : ' PM';
  if (options.timeZoneName !== undefined) text += ' UTC';
  return text;
}

const DATE_STYLES = {
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  long: { year: 'numeric', month: 'long', day: 'numeric' },
  medium: { year: 'numeric', month: 'short', day: 'numeric' },
  short: { year: '2-digit', month: 'numeric', day: 'numeric' },
};
const TIME = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
const DATE = { year: 'numeric', month: 'numeric', day: 'numeric' };

function formatDate(date, options, withDate, withTime) {
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  options = options || {};
  if (options.timeZone !== undefined && !/^(?:utc|gmt|etc\/(?:utc|gmt))$/i.test(options.timeZone)) {
    throw new RangeError(`Time zone ${options.timeZone} is not available: the sandbox has UTC only`);
  }
  const asksDate = ['weekday', 'year', 'month', 'day'].some((name) => options[name] !== undefined);
  const asksTime = ['hour', 'minute', 'second'].some((name) => options[name] !== undefined);
  const texts = [];
  let long = false;
  if (options.dateStyle !== undefined || options.timeStyle !== undefined) {
    if (options.dateStyle !== undefined) texts.push(dateText(date, DATE_STYLES[options.dateStyle]));
    long = options.dateStyle === 'full' || options.dateStyle === 'long';
    if (options.timeStyle !== undefined) {
      const { second, ...short } = TIME;
      texts.push(timeText(date, { ...(options.timeStyle === 'short' ? short : TIME), hour12: options.hour12,
        timeZoneName: options.timeStyle === 'full' || options.timeStyle === 'long' ? 'short' : undefined }));
    }
  } else {
    if (asksDate) {
      texts.push(dateText(date, options));
      long = options.month === 'long';
    }
    if (asksTime) texts.push(timeText(date, options));
    if ((!asksDate && !asksTime) || (withDate !== withTime && ((withDate && !asksDate) || (withTime && !asksTime)))) {
      if (withDate) texts.unshift(dateText(date, DATE));
      const { hour12, hourCycle, timeZoneName } = options;
      if (withTime) texts.push(timeText(date, { ...TIME, hour12, hourCycle, timeZoneName }));
    }
  }
  return texts.join(long ? ' at ' : ', ');
}

function replace(prototype, methods) {
  for (const name of Object.keys(methods)) {
    Object.defineProperty(prototype, name, {
      value: methods[name], writable: true, enumerable: false, configurable: true,
    });
  }
}

exports.install = function install() {
  const { valueOf: numberOf } = Number.prototype;
  const { valueOf: bigintOf } = BigInt.prototype;
  const { getTime } = Date.prototype;
  replace(Number.prototype, {
    toLocaleString(locales, options) { return formatNumber(numberOf.call(this), options); },
  });
  replace(BigInt.prototype, {
    toLocaleString() {
      const text = bigintOf.call(this).toString();
      return text[0] === '-' ? `-${group(text.slice(1))}` : group(text);
    },
  });
  replace(Date.prototype, {
    toLocaleString(locales, options) { return formatDate(new Date(getTime.call(this)), options, true, true); },
    toLocaleDateString(locales, options) { return formatDate(new Date(getTime.call(this)), options, true, false); },
    toLocaleTimeString(locales, options) { return formatDate(new Date(getTime.call(this)), options, false, true); },
  });
};
