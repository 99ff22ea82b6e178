// node: same
// Random numbers differ, clocks run, intervals of performance marks.
const numbers = Array.from({ length: 1000 }, Math.random);
console.log(numbers.every((x) => x >= 0 && x < 1), new Set(numbers).size > 990, Math.random.name, Math.random.length);
console.log(Date.now() > 1.6e12, Math.abs(Date.now() - new Date().getTime()) < 1000, typeof performance.now());
const start = performance.now();
setTimeout(() => {
  const passed = performance.now() - start;
  console.log(passed >= 9 && passed < 2000, performance.timeOrigin > 1.6e12);
  performance.mark('a');
  performance.mark('b');
  const m = performance.measure('m', 'a', 'b');
  console.log(m.name, m.entryType, m.duration >= 0, performance.getEntriesByName('m').length, performance.getEntriesByType('mark').length);
}, 10);
