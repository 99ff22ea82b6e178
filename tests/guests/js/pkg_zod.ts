// node: no - vendored packages
// Data is checked by schemas: types, unions, transformations, defaults, mistakes with their path, JSON Schema.
import { z } from 'zod';
import standard, { ZodError } from 'zod';

const User = z.object({
  name: z.string().trim().min(2),
  age: z.coerce.number().int().positive().optional(),
  role: z.enum(['admin', 'user']).default('user'),
  mail: z.email(),
  tags: z.array(z.string()).transform((tags) => new Set(tags)),
});
type User = z.infer<typeof User>;
const user: User = User.parse({ name: ' Ada ', age: '36', mail: 'ada@example.org', tags: ['a', 'a'], more: 1 });
console.log(user);
const wrong = User.safeParse({ name: 'A', age: -1, role: 'root', mail: 'x', tags: [1] });
console.log(wrong.success, wrong.error instanceof ZodError, wrong.error!.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`));
const Shape = z.discriminatedUnion('kind', [z.object({ kind: z.literal('circle'), r: z.number() }), z.object({ kind: z.literal('square'), side: z.number() })]);
console.log(Shape.parse({ kind: 'circle', r: 1 }), Shape.safeParse({ kind: 'line' }).success, z.strictObject({ a: z.any() }).safeParse({ a: 1, b: 2 }).success);
console.log(z.toJSONSchema(z.object({ n: z.number().min(1), s: z.string().nullable() })).required, standard.string().parse('x'));
const range = z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from <= to, { error: 'from is after to', path: ['from'] });
console.log(z.prettifyError(range.safeParse({ from: 2, to: 1 }).error!));
console.log(await z.string().refine(async (text) => text.length > 1).safeParseAsync('x').then(({ success }) => success));
interface Tree { value: number; children: Tree[]; }
const Tree: z.ZodType<Tree> = z.object({ value: z.number(), get children() { return z.array(Tree); } });
console.log(Tree.parse({ value: 1, children: [{ value: 2, children: [] }] }).children[0]!.value);
