// node: no - vendored packages
// Immutable updates: what is not changed is shared, results are frozen, patches go both ways, maps and sets.
import { produce, enablePatches, enableMapSet, produceWithPatches, applyPatches, current, original, type Draft } from 'immer';

interface State { users: { name: string; tags: string[] }[]; count: number; }
const before: State = { users: [{ name: 'Ada', tags: [] }, { name: 'Alan', tags: ['x'] }], count: 0 };
const after = produce(before, (draft: Draft<State>) => {
  draft.users[0]!.tags.push('new');
  draft.count++;
});
console.log(before.count, after.count, after.users[0]!.tags, after.users[1] === before.users[1], after.users[0] === before.users[0]);
try {
  (after as { count: number }).count = 9;
  console.log('changed', after.count);
} catch (error) {
  console.log((error as Error).name, Object.isFrozen(after.users));
}
enablePatches();
enableMapSet();
const [next, patches, inverse] = produceWithPatches(after, (draft) => { draft.users.pop(); });
console.log(JSON.stringify(patches), applyPatches(next, inverse).users.length, applyPatches(after, patches).users.length);
const sets = produce({ seen: new Set([1]), map: new Map([['a', 1]]) }, (draft) => { draft.seen.add(2); draft.map.set('b', 2); });
console.log(sets.seen, sets.map);
produce(after, (draft) => { draft.count = 5; console.log(current(draft).count, original(draft)!.count); });
const increase = produce((draft: { n: number }, by: number) => { draft.n += by; });
console.log(increase({ n: 1 }, 2), produce(after, () => {}) === after);
