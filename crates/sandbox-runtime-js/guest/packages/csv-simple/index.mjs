import api from './index.cjs';

export default api;
export const { parse, stringify } = api;
