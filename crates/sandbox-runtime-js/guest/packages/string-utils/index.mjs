import api from './index.cjs';

export default api;
export const {
  slugify, truncate, capitalize, camelCase, snakeCase, kebabCase, pad, clean, count, reverse, isPalindrome, words, wordCount, trim, split, join,
} = api;
