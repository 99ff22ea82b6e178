import { b } from './esm_cycle_b.mjs';
export const a = 'a';
export const fromB = b;
