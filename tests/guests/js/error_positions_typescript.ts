// node: no - types
interface Options { x?: { y: number } }
type Both = string | number;

function read(options: Options): number {
  const q: Both = 1;

  return options.x!.y as number;
}
class Generic<T> {
  private z?: T;
  method(o: any): void {
    const k: string = 'a';
    const r = o.nofn(k);
  }
}
for (const fn of [() => read({}), () => new Generic<number>().method({})]) {
  try {
    fn();
  } catch (error: any) {
    console.log(error.stack.split('\n').slice(0, 2).join('\n'));
  }
}
