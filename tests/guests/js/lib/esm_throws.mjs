// two lines before

throw new Error('esm throws');
