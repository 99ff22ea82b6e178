// node: no - TypeScript
// string-utils: letters of every script, and nothing that is seen as one character is cut.
import strings, { slugify, truncate, camelCase, snakeCase, reverse, split, pad, isPalindrome, capitalize, count, words } from 'string-utils';

type Cut = { text: string; length: number; suffix?: string };
const show = (label: string, ...values: unknown[]): void => console.log(`${label}:`, values.map((value) => JSON.stringify(value)).join(' '));

show('one object', strings.slugify === slugify);
const titles: string[] = ['Crème Brûlée', 'Straße nach Øresund', 'Привет, мой мир', 'ΑΘΉΝΑ', 'हिन्दी भाषा', '東京 タワー', 'カ\u3099', '한국어', 'İstanbul ığ',
  'Tiếng Việt', '½ ② ﬁ', '😀 ok 1️⃣', 'שָׁלוֹם', 'مرحبا بالعالم'];
for (const title of titles) show(title, slugify(title));
show('cases', camelCase('élan vital'), snakeCase('ÉcoleÀParis'), camelCase('Привет мир'), capitalize('éa'), capitalize('𐐨x'), capitalize('ßa'));

const family = '👨‍👩‍👧';
const flags = '🇩🇪🇫🇷';
const accents = 'e\u0301a\u0308';
show('reverse', reverse('a😀b'), reverse(`x${family}y`), reverse(flags), reverse(accents) === 'a\u0308e\u0301', reverse('a\r\nb'), reverse('👍🏽!'));
show('reverse twice', [family, flags, accents, 'क्षि', '각\u1100\u1161\u11a8', '1️⃣2️⃣'].every((text) => reverse(reverse(text)) === text));
show('characters', split(`a${family}${flags}${accents}`, '').length, split('각\u1100\u1161\u11a8', '').length, split('❤️🏴\u{e0067}\u{e007f}', '').length);
const cuts: Cut[] = [{ text: '😀😀😀', length: 5 }, { text: '😀😀😀', length: 5, suffix: '' }, { text: '😀😀😀', length: 1 }, { text: `${family}abc`, length: 7, suffix: '…' },
  { text: `a${accents}`, length: 2, suffix: '' }, { text: `${flags}`, length: 5, suffix: '…' }];
for (const { text, length, suffix } of cuts) {
  const cut: string = truncate(text, length, suffix);
  show(text, cut, cut.length <= length, cut.isWellFormed());
}
show('pad', pad('a', 4, '😀'), pad('a', 5, '😀').length, pad('é', 3, '日', 'left'));
show('isPalindrome', isPalindrome('А роза упала на лапу Азора'), isPalindrome('été'), isPalindrome('E\u0301te\u0301'), isPalindrome('しんぶんし'));
show('count and words', count('😀a😀', '😀'), words('Привет, мир! 東京 naïve l’été'));
show('a lone surrogate', reverse('a\ud83d').length, truncate('\ud83dabc', 2, ''));
