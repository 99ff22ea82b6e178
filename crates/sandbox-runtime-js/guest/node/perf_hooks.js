// node:perf_hooks: the `performance` object and its entries. Nothing watches entries or the event loop here.

const { refuse, refuseClass } = require('node/errors');
const {
  performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure,
} = require('performance');

const ENTRIES = 'marks and measures are read with performance.getEntries, getEntriesByName and getEntriesByType';
const TIMES = 'there are performance.now, mark and measure';

module.exports = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver: refuseClass('perf_hooks', 'PerformanceObserver', ENTRIES),
  PerformanceObserverEntryList: refuseClass('perf_hooks', 'PerformanceObserverEntryList', ENTRIES),
  PerformanceResourceTiming: refuseClass('perf_hooks', 'PerformanceResourceTiming', 'there is no network'),
  monitorEventLoopDelay: refuse('perf_hooks', 'monitorEventLoopDelay', TIMES),
  createHistogram: refuse('perf_hooks', 'createHistogram', TIMES),
  performance,
  constants: {
    NODE_PERFORMANCE_GC_MAJOR: 4,
    NODE_PERFORMANCE_GC_MINOR: 1,
    NODE_PERFORMANCE_GC_INCREMENTAL: 8,
    NODE_PERFORMANCE_GC_WEAKCB: 16,
    NODE_PERFORMANCE_GC_FLAGS_NO: 0,
    NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
    NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
    NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
    NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
    NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
    NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
  },
};
// Observers that ask first learn that there is nothing to observe.
Object.defineProperty(module.exports.PerformanceObserver, 'supportedEntryTypes', { value: [], configurable: true });
