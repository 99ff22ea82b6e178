"""The package: every function has types and says what it raises; importing it is cheap and does nothing."""
# expect: [] True
# expect: True 33 cat chunk copy_tree cp csv_to_json diff echo filter_by find grep group_by head json_to_csv json_to_yaml load_state ls map_items mkdir mv remove_tree rm save_state sed sort_by tail touch tree unique update_state walk wc xml_to_dict yaml_to_json
# expect: (pattern: str, files: sandbox_utils._paths.PathArg | collections.abc.Iterable[sandbox_utils._paths.PathArg], regex: bool = True, ignore_case: bool = False) -> list[tuple[str, int, str]]

import inspect
import os
import sys

before = set(os.listdir("/app")), set(sys.modules)
heavy = {
    "csv",
    "json",
    "yaml",
    "difflib",
    "xml.parsers.expat",
    "pyexpat",
    "datetime",
    "decimal",
    "glob",
    "shutil",
    "base64",
    "zoneinfo",
}
hidden = {name: sys.modules.pop(name) for name in heavy if name in sys.modules}
import sandbox_utils

print(sorted(heavy & set(sys.modules)), set(os.listdir("/app")) == before[0])
sys.modules.update(hidden)
print(sorted(sandbox_utils.__all__) == sandbox_utils.__all__, len(sandbox_utils.__all__), " ".join(sandbox_utils.__all__))
for name in sandbox_utils.__all__:
    function = getattr(sandbox_utils, name)
    signature = inspect.signature(function)
    empty = inspect.Parameter.empty
    typed = signature.return_annotation is not empty and all(
        p.annotation is not empty for p in signature.parameters.values()
    )
    first, *rest = inspect.getdoc(function).splitlines()
    if (
        not typed
        or "Raises" not in inspect.getdoc(function)
        or not inspect.getdoc(function).split("\n\n")[0].rstrip().endswith((".", ":"))
    ):
        print("FAIL", name, signature, first)
print(inspect.signature(sandbox_utils.grep))
