// node: same
// toLocaleString of numbers and dates in English (US).
console.log((1234567.891).toLocaleString(), (0).toLocaleString(), (-1234.5).toLocaleString(), (1e21).toLocaleString().length);
console.log((1234.5).toLocaleString('en-US', { minimumFractionDigits: 2 }), (0.256).toLocaleString('en-US', { style: 'percent' }));
console.log((1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' }), (-5).toLocaleString('en-US', { style: 'currency', currency: 'EUR' }));
console.log((1.005).toLocaleString('en-US', { maximumFractionDigits: 2 }), NaN.toLocaleString(), Infinity.toLocaleString(), 12345678901234567890n.toLocaleString());
const d = new Date(Date.UTC(2024, 0, 5, 15, 4, 9));
const utc = { timeZone: 'UTC' };
console.log(d.toLocaleString('en-US', utc), '|', d.toLocaleDateString('en-US', utc), '|', d.toLocaleTimeString('en-US', utc));
console.log(d.toLocaleDateString('en-US', { ...utc, weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }));
console.log(d.toLocaleDateString('en-US', { ...utc, month: 'short', day: 'numeric' }), d.toLocaleDateString('en-US', { ...utc, year: 'numeric', month: '2-digit', day: '2-digit' }));
console.log(d.toLocaleTimeString('en-US', { ...utc, hour: '2-digit', minute: '2-digit' }), d.toLocaleTimeString('en-US', { ...utc, hour12: false }));
console.log(d.toLocaleString('en-US', { ...utc, dateStyle: 'medium', timeStyle: 'short' }), d.toLocaleDateString('en-US', { ...utc, month: 'long', year: 'numeric' }));
console.log([3, 1, 2].toLocaleString(), new Date(NaN).toLocaleString());
