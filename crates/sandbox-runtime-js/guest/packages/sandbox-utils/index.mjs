import api from './index.cjs';

export default api;
export const {
  readJson, writeJson, readText, writeText, fileExists, readLines, writeLines, appendText, fileSize, listFiles, copyFile, removeFile,
  find, tree, walk, copyTree, removeTree, grep, sed, head, tail, wc, diff, groupBy, filterBy, mapItems, sortBy, unique, chunk,
  csvToJson, jsonToCsv, ls, cat, touch, mkdir, rm, cp, mv, echo,
} = api;
