// node: same
// A module that fails is one rejection: that of the promise of import(), which is handled here.
import { writeFileSync, unlinkSync } from 'node:fs';

const files = { fails: "throw new Error('sync');", awaits: "await null; throw new Error('async');",
  imports: "import './rejection_temporary_fails.mjs';" };
for (const name of Object.keys(files)) writeFileSync(`rejection_temporary_${name}.mjs`, files[name]);
for (const name of ['fails', 'awaits', 'imports', 'fails', 'nothing']) {
  try {
    await import(`./rejection_temporary_${name}.mjs`);
  } catch (error) {
    console.log(name, error.code ?? error.message);
  }
}
for (const name of Object.keys(files)) unlinkSync(`rejection_temporary_${name}.mjs`);
await new Promise((resolve) => setTimeout(resolve, 1));
console.log('end');
