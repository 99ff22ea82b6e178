// node: same
const words = ['résumé', 'resume', 'Resume', 'b', 'B', 'a', 'A', 'á', 'z', 'Z', 'äb', 'co-op', 'coop', '_x', '10', '9', '1a',
  '', ' ', 'file2', 'file10', 'ñ', 'n', 'ß', 'ss', 'æ', 'ae', 'ø', 'o', 'þ', 'é', 'É', '$', '€', '+', '#', '~', 'я', 'а', 'β'];
console.log(words.toSorted((a, b) => a.localeCompare(b)).join('|'));
console.log(words.toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true })).join('|'));
console.log(words.toSorted((a, b) => a.localeCompare(b, 'en', { caseFirst: 'upper' })).join('|'));
for (const sensitivity of ['base', 'accent', 'case', 'variant']) {
  console.log(sensitivity, ['aA', 'aá', 'áÁ', 'ab', 'ßs'].map(([a, b]) => a.localeCompare(b, 'en', { sensitivity })).join());
}
console.log('a'.localeCompare('B'), 'a-b'.localeCompare('ab', 'en', { ignorePunctuation: true }));
console.log('e\u0301'.localeCompare('é'), 'x'.localeCompare(), `${'a'.localeCompare('b', ['de', 'en'])}`);
try { 'a'.localeCompare('b', 'x_y'); } catch (error) { console.log(error.name, error.message); }
try { 'a'.localeCompare('b', 'en', { sensitivity: 'x' }); } catch (error) { console.log(error.name); }
