export const named = 'named';
export default class Thing {}
export let live = 0;
export function bump() { live++; }
