// node: same
// performance: marks and measures whose times are given, the lists of them, clocks.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.constructor.name} ${error.name} ${error.code}: ${error.message}`;
  }
};
console.log(typeof performance.now(), performance.now() <= performance.now(), performance.timeOrigin > 1.6e12, Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
console.log(Object.prototype.toString.call(performance), performance instanceof Performance, typeof PerformanceEntry, typeof PerformanceMark, typeof PerformanceMeasure);
console.log(performance.mark('a', { startTime: 1 }), performance.mark('b', { startTime: 5, detail: { x: 1 } }), performance.mark(5, { startTime: 2 }).name);
console.log(attempt(() => performance.mark('c', { startTime: -1 })));
const mark = performance.getEntriesByName('a')[0];
console.log(mark instanceof PerformanceMark, mark instanceof PerformanceEntry, mark.duration, mark.entryType, mark.detail);
console.log(performance.measure('m', 'a', 'b'), performance.measure('m2', { start: 1, end: 4, detail: 'd' }), performance.measure('m3', { start: 1, duration: 4 }), performance.measure('m4', { end: 10, duration: 4 }));
console.log(performance.measure('m5', { start: 'a', end: 'b' }).duration, performance.measure('m6', 'a').startTime, performance.measure('m7').startTime, performance.measure('m6', 'a') instanceof PerformanceMeasure);
console.log(attempt(() => performance.measure('m8', 'a', 'zz')), attempt(() => performance.measure('m9', 'nope')), attempt(() => performance.measure('m10', { start: 'nope' })));
const given = (entries) => entries.filter((entry) => entry.startTime < 20 && !['m6', 'm7'].includes(entry.name)).map((entry) => [entry.name, entry.startTime]);
console.log(given(performance.getEntries()), given(performance.getEntriesByType('mark')), given(performance.getEntriesByType('measure')), performance.getEntriesByType('nothing'));
console.log(performance.getEntriesByName('a').length, performance.getEntriesByName('a', 'measure').length, performance.getEntriesByName('none'));
performance.clearMarks('a');
console.log(given(performance.getEntriesByType('mark')));
performance.clearMeasures('m');
console.log(given(performance.getEntriesByType('measure')));
performance.clearMarks();
performance.clearMeasures();
console.log(performance.getEntriesByType('mark'), performance.getEntriesByType('measure'));
console.log(performance.mark('q', { startTime: 1 }).toJSON(), performance.measure('r', { start: 1, end: 2, detail: { a: 1 } }).toJSON(), JSON.stringify(performance.mark('z', { startTime: 3 })));
console.log(Object.keys(performance.toJSON()).sort(), Object.keys(performance.eventLoopUtilization()), require('perf_hooks').performance === performance);
