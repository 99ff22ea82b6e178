// toLocaleString of numbers, bigints and dates as Node prints them for English (US), which is what programs get there
// when they name no locale. A few other locales are there; the others are refused. The time zone of the sandbox is UTC.

const { listOf, refuseOption } = require('locales');
const { compare } = require('collation');

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

const NUMBER_LOCALES = /^en(?:-(?:US|GB|CA|AU|NZ|IE))?$/i;
const NUMBER_HINT = 'numbers are formatted for en-US and en-GB';
const NUMBER_OPTIONS = 'style, currency, useGrouping, signDisplay, minimumIntegerDigits, minimumFractionDigits, '
  + 'maximumFractionDigits, maximumSignificantDigits';
// What an option that is not there may be all the same.
const NUMBER_USUAL = {
  notation: ['standard'],
  style: ['decimal', 'percent', 'currency'],
  currencyDisplay: ['symbol'],
  currencySign: ['standard'],
  signDisplay: ['auto', 'always', 'never', 'exceptZero', 'negative'],
  roundingMode: ['halfExpand'],
  roundingPriority: ['auto'],
  roundingIncrement: [1],
  trailingZeroDisplay: ['auto'],
  numberingSystem: ['latn'],
  useGrouping: [true, false, 'auto', 'always', 'true', 'false'],
  minimumSignificantDigits: [1],
};

function checkOptions(options, usual, there) {
  for (const name of Object.keys(usual)) {
    const value = options[name];
    if (value !== undefined && !usual[name].includes(value)) refuseOption(name, value, there);
  }
}

// The sign in front of a formatted number.
function signOf(negative, zero, display) {
  if (display === 'never') return '';
  if (display === 'negative') return negative && !zero ? '-' : '';
  if (display === 'exceptZero') return zero ? '' : negative ? '-' : '+';
  return negative ? '-' : display === 'always' ? '+' : '';
}

function formatNumber(value, locales, options) {
  const locale = listOf(locales, (tag) => NUMBER_LOCALES.test(tag), NUMBER_HINT);
  options = options || {};
  checkOptions(options, NUMBER_USUAL, NUMBER_OPTIONS);
  const { style = 'decimal', useGrouping = true } = options;
  let { currency } = options;
  if (style === 'currency') {
    if (currency === undefined) throw new TypeError('Currency code is required with currency style.');
    currency = `${currency}`.toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Invalid currency code : ${options.currency}`);
    // Dollars are written in another way where others are meant by it.
    if (locale !== undefined && !/^en(?:-(?:US|GB))?$/i.test(locale)) {
      throw new RangeError(`Locale '${locale}' is not available for currencies (no locale data): ${NUMBER_HINT}`);
    }
  }
  const negative = value < 0 || Object.is(value, -0);
  let size = negative ? -value : value;
  const british = locale !== undefined && /GB$/i.test(locale);
  if (style === 'percent') size *= 100;
  const places = style === 'currency' ? (currency === 'JPY' || currency === 'KRW' ? 0 : 2) : 0;
  const least = options.minimumFractionDigits ?? places;
  const most = options.maximumFractionDigits ?? Math.max(least, style === 'decimal' ? 3 : places);
  for (const each of [least, most]) {
    if (!(each >= 0 && each <= 100)) throw new RangeError('maximumFractionDigits value is out of range.');
  }
  let text;
  if (size !== size || size === Infinity) {
    text = size === Infinity ? '∞' : 'NaN';
  } else {
    const significant = options.maximumSignificantDigits;
    if (significant !== undefined) size = Number(size.toPrecision(significant));
    let [whole, part = ''] = fixed(size, significant === undefined ? most : 20).split('.');
    while (part.length > least && part.endsWith('0')) part = part.slice(0, -1);
    part = part.padEnd(least, '0');
    if (options.minimumIntegerDigits !== undefined) whole = whole.padStart(options.minimumIntegerDigits, '0');
    text = (useGrouping === false || useGrouping === 'false' ? whole : group(whole)) + (part === '' ? '' : `.${part}`);
  }
  if (style === 'percent') text += '%';
  if (style === 'currency') {
    const symbol = british && currency === 'USD' ? 'US$' : SYMBOLS[currency] ?? `${currency}\u00a0`;
    text = symbol + text;
  }
  return signOf(negative, !/[1-9∞]/.test(text), options.signDisplay) + text;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (value) => `${value}`.padStart(2, '0');

const DATE_LOCALES = /^(?:en|en-US|en-GB|en-CA|sv|sv-SE)$/i;
const DATE_HINT = 'dates are formatted for en-US; en-GB, en-CA and sv-SE have numeric dates and times';
const DATE_OPTIONS = 'dateStyle, timeStyle, weekday, year, month, day, hour, minute, second, hour12, timeZone (UTC)';
const DATE_USUAL = {
  weekday: ['long', 'short'],
  year: ['numeric', '2-digit'],
  month: ['numeric', '2-digit', 'long', 'short'],
  day: ['numeric', '2-digit'],
  hour: ['numeric', '2-digit'],
  minute: ['numeric', '2-digit'],
  second: ['numeric', '2-digit'],
  hourCycle: ['h12', 'h23'],
  timeZoneName: ['short'],
  dateStyle: ['full', 'long', 'medium', 'short'],
  timeStyle: ['full', 'long', 'medium', 'short'],
  era: [],
  dayPeriod: [],
  fractionalSecondDigits: [],
  calendar: ['gregory', 'iso8601'],
  numberingSystem: ['latn'],
};

// "24" at midnight is what Node 20 makes of `hour12: false` where the usual clock has twelve hours.
const midnight = (hours, options, twelve) => (twelve && hours === 0 && options.hour12 === false ? '24' : two(hours));

// Dates and times of the locales that write them in numbers only.
function numericDate(date, locale, options, withDate, withTime) {
  for (const name of Object.keys(DATE_USUAL)) {
    const usual = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
      second: '2-digit' }[name];
    const value = options[name];
    if (value !== undefined && value !== usual) {
      refuseOption(name, value, `fewer in ${locale}: ${DATE_HINT}`);
    }
  }
  const asked = Object.keys(DATE_USUAL).filter((name) => options[name] !== undefined);
  if (asked.length > 0) {
    const date = ['year', 'month', 'day'].filter((name) => asked.includes(name)).length;
    const time = ['hour', 'minute', 'second'].filter((name) => asked.includes(name)).length;
    if ((date !== 0 && date !== 3) || (time !== 0 && time !== 3)) {
      throw new RangeError(`Parts of dates are not available in ${locale} (no locale data): ${DATE_HINT}`);
    }
    if (date > 0 || time > 0) {
      // What a method is for is there in any case.
      const both = withDate && withTime;
      withDate = date > 0 || (withDate && !both);
      withTime = time > 0 || (withTime && !both);
    }
  }
  const british = /GB$/i.test(locale);
  const canadian = /CA$/i.test(locale);
  const year = `${date.getUTCFullYear()}`;
  const month = two(date.getUTCMonth() + 1);
  const day = two(date.getUTCDate());
  const texts = [];
  if (withDate) texts.push(british ? `${day}/${month}/${year}` : `${year}-${month}-${day}`);
  if (withTime) {
    const half = options.hour12 ?? canadian;
    if (half && !canadian) {
      throw new RangeError(`Option hour12: 'true' is not available in ${locale} (no locale data): ${DATE_HINT}`);
    }
    const hours = date.getUTCHours();
    const twelve = options.hour === '2-digit' ? two(hours % 12 || 12) : hours % 12 || 12;
    const shown = half ? twelve : midnight(hours, options, canadian);
    const end = half ? hours < 12 ? ' a.m.' : ' p.m.' : '';
    texts.push(`${shown}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}${end}`);
  }
  return texts.join(british || canadian ? ', ' : ' ');
}

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
  if (options.hour !== undefined) {
    parts.push(!half ? midnight(hours, options, true) : options.hour === '2-digit' ? two(shown) : `${shown}`);
  }
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

function formatDate(date, locales, options, withDate, withTime) {
  const locale = listOf(locales, (tag) => DATE_LOCALES.test(tag), DATE_HINT);
  options = options || {};
  checkOptions(options, DATE_USUAL, DATE_OPTIONS);
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  if (options.timeZone !== undefined && !/^(?:utc|gmt|etc\/(?:utc|gmt))$/i.test(options.timeZone)) {
    throw new RangeError(`Time zone ${options.timeZone} is not available: the sandbox has UTC only`);
  }
  if (locale !== undefined && !/^en(?:-US)?$/i.test(locale)) {
    return numericDate(date, locale, options, withDate, withTime);
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
  replace(String.prototype, {
    localeCompare(that, locales, options) {
      if (this === undefined || this === null) {
        throw new TypeError('String.prototype.localeCompare called on null or undefined');
      }
      return compare(`${this}`, `${that}`, locales, options);
    },
  });
  replace(Number.prototype, {
    toLocaleString(locales, options) { return formatNumber(numberOf.call(this), locales, options); },
  });
  replace(BigInt.prototype, {
    toLocaleString(locales, options) {
      const value = bigintOf.call(this);
      // A number of that size is formatted exactly.
      if (options !== undefined || (value < 9007199254740992n && value > -9007199254740992n)) {
        if (Number.isSafeInteger(Number(value))) return formatNumber(Number(value), locales, options);
        throw new RangeError('toLocaleString of a BigInt beyond 2 ** 53 has no options here');
      }
      listOf(locales, (tag) => NUMBER_LOCALES.test(tag), NUMBER_HINT);
      const text = value.toString();
      return text[0] === '-' ? `-${group(text.slice(1))}` : group(text);
    },
  });
  replace(Date.prototype, {
    toLocaleString(locales, options) { return formatDate(new Date(getTime.call(this)), locales, options, true, true); },
    toLocaleDateString(locales, options) {
      return formatDate(new Date(getTime.call(this)), locales, options, true, false);
    },
    toLocaleTimeString(locales, options) {
      return formatDate(new Date(getTime.call(this)), locales, options, false, true);
    },
  });
};
