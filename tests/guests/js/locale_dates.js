// node: same
const show = (f) => { try { return JSON.stringify(f()); } catch (e) { return `${e.name}: ${e.message}`; } };
const d = new Date(Date.UTC(2024, 5, 5, 14, 7, 9)), m = new Date(Date.UTC(2024, 5, 5, 0, 7, 9));

for (const x of [d, m]) for (const k of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) for (const l of [undefined, 'en-US', 'en-GB', 'en-CA', 'sv-SE']) for (const o of [undefined, {timeZone: 'UTC'}, { hour12: false }, { year: 'numeric', month: '2-digit', day: '2-digit' }]) console.log(k, l, JSON.stringify(o), show(() => x[k](l, o)));
console.log(show(() => (5).toLocaleString('xx_YY')), show(() => (5).toLocaleString([])), show(() => (5).toLocaleString('en', { style: 'currency' })), show(() => (5).toLocaleString('en', { style: 'currency', currency: 'x' })), show(() => 12345n.toLocaleString('en-US')), show(() => 12345678901234567890n.toLocaleString()), show(() => 5n.toLocaleString('en', { style: 'percent' })));
for (const x of [0, -0, 1234567.5, -3.14159, 0.5, NaN, Infinity]) {
  for (const [locale, options] of [[], ['en-US'], ['en-GB'], [undefined, { signDisplay: 'always' }],
    ['en', { signDisplay: 'exceptZero', maximumFractionDigits: 1 }], ['en-US', { signDisplay: 'never' }],
    ['en-GB', { style: 'currency', currency: 'USD' }], ['en-US', { style: 'currency', currency: 'eur' }],
    [['en-US'], { style: 'percent' }]]) {
    console.log(x, locale, JSON.stringify(options), show(() => x.toLocaleString(locale, options)));
  }
}
