// performance: now, timeOrigin and the user timing functions (mark, measure and their lists).

const { invalidArgType, coded, missingArgs, checkFunction, checkNumber, checkObject } = require('node/errors');
const { structuredClone } = require('web/structured_clone');

const { mono } = host;
let origin;

class PerformanceEntry {
  constructor(name, entryType, startTime, duration, detail) {
    this.name = name;
    this.entryType = entryType;
    this.startTime = startTime;
    this.duration = duration;
    if (detail !== undefined) this.detail = detail;
  }

  toJSON() { return { ...this }; }
}
class PerformanceMark extends PerformanceEntry {}
class PerformanceMeasure extends PerformanceEntry {}

let entries = [];

function invalidTime(time) {
  return coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${time} is not a valid timestamp`);
}

function invalidOptions(message) {
  return coded(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', message);
}

// A copy: later changes of the program's object are not seen.
const detailOf = (detail) => (detail === undefined || detail === null ? null : structuredClone(detail));

function timeOf(mark) {
  if (typeof mark === 'number') {
    if (mark < 0) throw invalidTime(mark);
    return mark;
  }
  for (let i = entries.length - 1; i >= 0; i--) {
    if (entries[i].entryType === 'mark' && entries[i].name === `${mark}`) return entries[i].startTime;
  }
  const { DOMException } = globalThis;
  const message = `The "${mark}" performance mark has not been set`;
  throw typeof DOMException === 'function' ? new DOMException(message, 'SyntaxError') : new SyntaxError(message);
}

function clear(type, name) {
  entries = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== `${name}`));
}

function add(entry) {
  entries.push(entry);
  return entry;
}

class Performance {
  now() { return mono(); }

  get timeOrigin() {
    if (origin === undefined) origin = host.now() - mono();
    return origin;
  }

  mark(name, options = undefined) {
    if (arguments.length === 0) throw missingArgs('name');
    if (options !== undefined && options !== null) checkObject(options, 'options');
    const { startTime = mono(), detail } = options ?? {};
    checkNumber(startTime, 'startTime');
    if (startTime < 0) throw invalidTime(startTime);
    return add(new PerformanceMark(`${name}`, 'mark', startTime, 0, detailOf(detail)));
  }

  measure(name, startOrOptions = undefined, endMark = undefined) {
    if (arguments.length === 0) throw missingArgs('name');
    if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name);
    let start = 0;
    let end;
    let detail;
    if (startOrOptions !== null && typeof startOrOptions === 'object') {
      const options = startOrOptions;
      if (endMark !== undefined) throw invalidOptions('endMark must not be specified');
      if (options.start !== undefined && options.end !== undefined && options.duration !== undefined) {
        throw invalidOptions('Must not have options.start, options.end, and options.duration specified');
      }
      ({ detail } = options);
      if (options.end !== undefined) end = timeOf(options.end);
      if (options.start !== undefined) start = timeOf(options.start);
      if (options.duration !== undefined) {
        if (options.start !== undefined) end = start + options.duration;
        else if (end !== undefined) start = end - options.duration;
      }
    } else if (startOrOptions !== undefined) {
      start = timeOf(startOrOptions);
    }
    if (endMark !== undefined) end = timeOf(endMark);
    if (end === undefined) end = mono();
    return add(new PerformanceMeasure(name, 'measure', start, end - start, detailOf(detail)));
  }

  clearMarks(name) {
    clear('mark', name);
  }

  clearMeasures(name) {
    clear('measure', name);
  }

  getEntries() { return entries.toSorted((a, b) => a.startTime - b.startTime); }
  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw missingArgs('name');
    const named = this.getEntries().filter((entry) => entry.name === `${name}`);
    return type === undefined ? named : named.filter((entry) => entry.entryType === type);
  }
  getEntriesByType(type) {
    if (arguments.length === 0) throw missingArgs('type');
    return this.getEntries().filter((entry) => entry.entryType === type);
  }

  // Nobody can observe the times of its calls; the name tells all the same.
  timerify(fn, options = undefined) {
    checkFunction(fn, 'fn');
    if (options !== undefined) checkObject(options, 'options');
    function timerified(...args) {
      return new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    }
    Object.defineProperty(timerified, 'name', { value: `timerified ${fn.name}`, configurable: true });
    Object.defineProperty(timerified, 'length', { value: fn.length, configurable: true });
    return timerified;
  }

  eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }
  toJSON() {
    return { timeOrigin: this.timeOrigin, nodeTiming: {}, eventLoopUtilization: this.eventLoopUtilization() };
  }
}
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { value: 'Performance', configurable: true });

module.exports = {
  performance: new Performance(), Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure,
};
