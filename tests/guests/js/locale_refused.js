// node: no - Node has the data of all locales
const show = (f) => { try { return JSON.stringify(f()); } catch (e) { return e.name + ': ' + e.message; } };
const d = new Date(Date.UTC(2024, 5, 5, 14, 7, 9));
console.log(show(() => (1234.5).toLocaleString('de-DE')),
  show(() => (1234.5).toLocaleString('en', { notation: 'compact' })),
  show(() => (1234.5).toLocaleString('en', { style: 'unit', unit: 'liter' })),
 show(() => (1234.5).toLocaleString('en', { style: 'currency', currency: 'USD', currencyDisplay: 'name' })),
  show(() => d.toLocaleDateString('fr')),
  show(() => d.toLocaleDateString('en', { era: 'short' })),
  show(() => d.toLocaleDateString('en-GB', { month: 'long' })),
  show(() => 'a'.localeCompare('b', 'sv')),
  show(() => 'a'.localeCompare('b', 'de')),
  show(() => d.toLocaleDateString('de-DE')));
