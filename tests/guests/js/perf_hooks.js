// node: no - observers, histograms and the delay of the event loop are not available
// node:perf_hooks: what is there, and how the rest is refused.
const hooks = require('node:perf_hooks');
console.log(Object.keys(hooks).join(' '));
console.log(hooks.performance === performance, hooks.Performance === Performance, hooks.PerformanceMark === PerformanceMark, hooks.constants.NODE_PERFORMANCE_GC_MAJOR);
console.log(hooks.PerformanceObserver.supportedEntryTypes, hooks.PerformanceObserver.name);
const attempts = [() => new hooks.PerformanceObserver(() => {}), () => new hooks.PerformanceObserverEntryList(), () => new hooks.PerformanceResourceTiming(), () => hooks.monitorEventLoopDelay(), () => hooks.createHistogram()];
for (const fn of attempts) {
  try {
    fn();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(performance.timerify((a, b) => a + b)(1, 2), typeof performance.eventLoopUtilization().utilization);
