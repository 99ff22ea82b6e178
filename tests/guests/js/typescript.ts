// node: no - TypeScript
interface Shape { area(): number; }
enum Color { Red = 1, Green }
class Circle implements Shape {
  constructor(private readonly radius: number, public color: Color = Color.Green) {}
  area(): number { return Math.PI * this.radius ** 2; }
}
const shapes: Shape[] = [new Circle(1), new Circle(2)];
const total = shapes.reduce<number>((sum, s) => sum + s.area(), 0);
console.log(total.toFixed(3), Color[2], (shapes[0] as Circle).color satisfies number);
function identity<T>(x: T): T { return x; }
console.log(identity<string>('typed'), require('path').basename('/a/b.ts'));
