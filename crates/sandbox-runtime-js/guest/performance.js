// performance: now, timeOrigin and the user timing functions (mark, measure and their lists).

const { invalidArgType, coded } = require('node_errors');

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

function timeOf(mark) {
  if (typeof mark === 'number') return mark;
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

  mark(name, options) {
    if (name === undefined) throw invalidArgType('name', 'specified', name);
    const { startTime = mono(), detail = null } = options || {};
    if (startTime < 0) {
      throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${startTime} is not a valid timestamp`);
    }
    return add(new PerformanceMark(`${name}`, 'mark', startTime, 0, detail));
  }

  measure(name, startOrOptions, endMark) {
    let start = 0;
    let end;
    let detail = null;
    if (startOrOptions !== null && typeof startOrOptions === 'object') {
      ({ detail = null } = startOrOptions);
      if (startOrOptions.end !== undefined) end = timeOf(startOrOptions.end);
      if (startOrOptions.start !== undefined) start = timeOf(startOrOptions.start);
      if (startOrOptions.duration !== undefined) {
        if (startOrOptions.start !== undefined) end = start + startOrOptions.duration;
        else if (end !== undefined) start = end - startOrOptions.duration;
      }
    } else if (startOrOptions !== undefined) {
      start = timeOf(startOrOptions);
    }
    if (endMark !== undefined) end = timeOf(endMark);
    if (end === undefined) end = mono();
    return add(new PerformanceMeasure(`${name}`, 'measure', start, end - start, detail));
  }

  clearMarks(name) {
    clear('mark', name);
  }

  clearMeasures(name) {
    clear('measure', name);
  }

  getEntries() { return entries.toSorted((a, b) => a.startTime - b.startTime); }
  getEntriesByName(name, type) {
    const named = this.getEntries().filter((entry) => entry.name === `${name}`);
    return type === undefined ? named : named.filter((entry) => entry.entryType === type);
  }
  getEntriesByType(type) { return this.getEntries().filter((entry) => entry.entryType === type); }

  timerify(fn) { return fn; }
  eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }
  toJSON() {
    return { timeOrigin: this.timeOrigin, nodeTiming: {}, eventLoopUtilization: this.eventLoopUtilization() };
  }
}
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { value: 'Performance', configurable: true });

module.exports = {
  performance: new Performance(), Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure,
};
