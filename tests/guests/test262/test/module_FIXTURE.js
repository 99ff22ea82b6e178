export default 'default';
export const named = 1;
