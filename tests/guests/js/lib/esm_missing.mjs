import { absent } from './esm_named.mjs';
console.log(absent);
