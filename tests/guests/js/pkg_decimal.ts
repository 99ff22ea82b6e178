// node: no - vendored packages
// Exact decimal numbers: sums, powers, roots, rounding, precision of one's own, other bases.
import Decimal, { Decimal as Named } from 'decimal.js';

const sum = (values: string[]): Decimal => values.reduce<Decimal>((total, value) => total.plus(value), new Decimal(0));
console.log(0.1 + 0.2, sum(['0.1', '0.2']).toString(), Named === Decimal);
const Long = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN });
console.log(new Long(2).sqrt().toString(), Long.acos(-1).toString());
console.log(new Decimal('2.345').toFixed(2), new Decimal('2.345').toDecimalPlaces(2, Decimal.ROUND_DOWN).toString(), new Decimal(2).pow(200).toFixed());
console.log(new Decimal('1e-7').toNumber(), new Decimal(255).toHex(), new Decimal('0x1f').toString(), new Decimal(10).mod(3).toString());
console.log(Decimal.max(1, '3', new Decimal(2)).eq(3), new Decimal(1).div(0).toString(), new Decimal('0.1').cmp(0.1), JSON.stringify({ price: new Decimal('9.90') }));
try {
  new Decimal('ten' as unknown as string);
} catch (error) {
  console.log((error as Error).message);
}
