export * from './esm_named.mjs';
export { default as Thing } from './esm_named.mjs';
export * as ns from './esm_named.mjs';
