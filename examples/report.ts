// The same in TypeScript, as an ES module.
import { readFile, writeFile } from 'node:fs/promises';

interface Sale { region: string; product: string; revenue: number }

const parse = (line: string): Sale => {
  const [, region, product, units, price] = line.split(',');
  return { region, product, revenue: Number(units) * Number(price) };
};

const text: string = await readFile('sales.csv', 'utf8');
const sales: Sale[] = text.trim().split('\n').slice(1).map(parse);
const total = sales.reduce((sum: number, sale) => sum + sale.revenue, 0);
const byRegion = Object.groupBy(sales, (sale) => sale.region);

for (const [region, list] of Object.entries(byRegion)) {
  console.log('%s: %d sales, %s', region, list!.length, list!.reduce((sum, sale) => sum + sale.revenue, 0).toFixed(2));
}
await writeFile('total.json', JSON.stringify({ total: Number(total.toFixed(2)) }));
console.log(`total: ${total.toFixed(2)}`);
