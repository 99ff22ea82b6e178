// node: no - vendored packages
// Markdown to HTML: tables, tasks, code, links; tokens, a renderer and an extension of one's own.
import { marked, Marked, lexer } from 'marked';
import * as everything from 'marked';

console.log(marked.parse('# Title\n\n*one* **two** `three < 3`\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n').trim());
console.log(marked.parse('```js\nif (a < b) {}\n```').trim(), marked.parseInline('[l](https://x.org "t") ~~no~~'));
console.log(lexer('# A\n\ntext').map((token) => token.type), typeof everything.Renderer);
const own = new Marked({
  gfm: true,
  breaks: true,
  renderer: { heading({ tokens, depth }) { return `<h${depth} id="${this.parser.parseInline(tokens).toLowerCase()}">`; } },
  extensions: [{
    name: 'mark', level: 'inline', start: (source) => source.indexOf('=='),
    tokenizer(source) { const found = /^==(.+?)==/.exec(source); return found ? { type: 'mark', raw: found[0], text: found[1] } : undefined; },
    renderer: ({ text }) => `<mark>${text}</mark>`,
  }],
});
console.log(own.parse('## Part\n\na\nb ==c==').trim());
console.log(await marked.parse('x', { async: true }));
