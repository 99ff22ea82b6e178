"""From one data format into another: CSV, JSON, XML and YAML."""

from typing import Any

from ._paths import PathArg, open_text, resolve, write_text
from ._xml import parse


def csv_to_json(csv_file: PathArg, output: PathArg | None = None) -> str | None:
    """A CSV file with a header as JSON: a list with an object for each row, whose values are all strings.

    Returned as text, or written to `output`. Cells that a row lacks at its end are empty strings, blank lines are no rows,
    and an empty file is an empty list.

    Raises ValueError, with the line, for a row with more cells than the header and for what is no CSV; for a header with a
    name twice; if a path leads out of /app. FileNotFoundError, IsADirectoryError.
    """
    import json

    return _delivered(json.dumps(_read_csv(csv_file), ensure_ascii=False, indent=2), output)


def json_to_csv(json_file: PathArg, output: PathArg | None = None) -> str | None:
    """A JSON file with a list of objects (or one object) as CSV, with the names in the order in which they first come.

    Returned as text, or written to `output`; lines end in a newline only. A cell is empty for null and for a name that the
    object lacks; numbers, true and false, and nested values are written as JSON.

    Raises ValueError for what is no JSON or no list of objects, and if a path leads out of /app; FileNotFoundError,
    IsADirectoryError.
    """
    import csv
    import io
    import json

    with open_text(resolve(json_file)) as text:
        try:
            rows: Any = json.load(text)
        except RecursionError:
            raise ValueError(f"{json_file} is nested too deeply") from None
        except ValueError as error:
            raise ValueError(f"{json_file} is not JSON: {error}") from error
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        raise ValueError(f"{json_file} must hold a list of objects")
    names: dict[str, None] = {}
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise ValueError(f"{json_file} must hold objects only, but item {number} is {json.dumps(row)[:40]}")
        names.update(dict.fromkeys(row))
    table = io.StringIO(newline="")
    if names:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return _delivered(table.getvalue(), output)


def xml_to_dict(xml: str | bytes) -> dict[str, Any]:
    """An XML document as a dict whose one key is the name of the root element.

    An element with nothing but text is that text, without white space around it; any other is a dict: attributes as
    ``@name``, then its elements by name, several of one name as a list, and its text, if it has any, as ``#text``. Names
    are as they are written, prefixes too; comments and processing instructions are left out.

    Raises ValueError for what is not well-formed, and for a document type declaration, with which entities are defined;
    TypeError for what is neither text nor bytes.
    """
    return parse(xml)


def yaml_to_json(yaml_text: str) -> str:
    """One YAML document as JSON, read with PyYAML's safe loader. Dates and times become ISO 8601 text, sets lists, bytes Base64.

    Raises ValueError for what is no YAML, for tags of Python objects, for values that refer to themselves, and for keys that
    JSON cannot tell apart, such as 1 and "1".
    """
    import json

    import yaml

    try:
        return json.dumps(_plain(yaml.safe_load(yaml_text)), ensure_ascii=False, indent=2)
    except yaml.YAMLError as error:
        raise ValueError(f"not YAML: {error}") from error
    except RecursionError:
        raise ValueError("the YAML refers to itself or is nested too deeply") from None


def json_to_yaml(json_text: str) -> str:
    """JSON as YAML, in block style and in the order of the JSON.

    Raises ValueError for what is no JSON.
    """
    import json

    import yaml

    try:
        value = json.loads(json_text)
        return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, default_flow_style=False)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error


def _read_csv(csv_file: PathArg) -> list[dict[str, str]]:
    import csv

    rows: list[dict[str, str]] = []
    limit = csv.field_size_limit(0x7FFF_FFFF)
    try:
        with open_text(resolve(csv_file), newline="") as text:
            reader = csv.reader(text)
            header = next((row for row in reader if row), [])
            if twice := sorted({name for name in header if header.count(name) > 1}):
                raise ValueError(f"{csv_file}: the header has {twice[0]!r} twice")
            for row in reader:
                if len(row) > len(header):
                    raise ValueError(
                        f"{csv_file}, line {reader.line_num}: {len(row)} cells, but the header has {len(header)}"
                    )
                if row:
                    rows.append(dict(zip(header, row + [""] * (len(header) - len(row)), strict=True)))
    except csv.Error as error:
        raise ValueError(f"{csv_file} is not CSV: {error}") from error
    finally:
        csv.field_size_limit(limit)
    return rows


def _cell(value: Any) -> str:
    import json

    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """What JSON can hold of what YAML's safe loader makes."""
    from datetime import date

    if isinstance(value, dict):
        named = {_name(key): _plain(item) for key, item in value.items()}
        if len(named) < len(value):
            raise ValueError(f"keys that are the same in JSON: {', '.join(map(repr, value))}")
        return named
    if isinstance(value, set):
        return [_plain(item) for item in sorted(value, key=str)]
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode()
    return value


def _name(key: Any) -> str:
    import json

    plain = _plain(key)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _delivered(text: str, output: PathArg | None) -> str | None:
    if output is None:
        return text
    write_text(resolve(output), text if text.endswith("\n") or not text else text + "\n")
    return None
