exports.ok = ;
