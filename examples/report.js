// Reads sales.csv from the workspace, prints a table, and writes best.json.
const fs = require('node:fs');

const [head, ...lines] = fs.readFileSync('sales.csv', 'utf8').trim().split('\n');
const names = head.split(',');
const sales = lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])));

const revenue = new Map();
for (const { region, product, units, price } of sales) {
  const key = `${region} ${product}`;
  revenue.set(key, (revenue.get(key) ?? 0) + units * price);
}
const ranked = [...revenue].sort((a, b) => b[1] - a[1]).map(([what, sum]) => ({ what, sum: Number(sum.toFixed(2)) }));

console.table(ranked.slice(0, 3));
fs.writeFileSync('best.json', JSON.stringify(ranked[0], null, 2));
