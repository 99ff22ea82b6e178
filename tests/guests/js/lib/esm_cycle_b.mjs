import * as other from './esm_cycle_a.mjs';
export const b = 'b';
export const later = () => other.a;
