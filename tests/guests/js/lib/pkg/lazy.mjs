export default 'lazy in pkg';
