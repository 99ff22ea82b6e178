import api from './index.cjs';

export default api;
export const { get, set, validate, clone, merge } = api;
