# attrs makes classes with checks, converters and copies; packaging compares versions and reads requirements; tomli_w writes.
# expect: Point(x=1, y=2.0) {'x': 1, 'y': 2.0} Point(x=9, y=2.0)
# expect: TypeError ValueError FrozenInstanceError
# expect: True [Point(x=0, y=5.0), Point(x=1, y=2.0)]
# expect: ['1.0rc1', '1.0', '1.0.post1', '1.9', '1.10']
# expect: True False True
# expect: rich ['jupyter'] <16,>=14 True
# expect: InvalidVersion
# expect: True

import tomllib

import attrs
import tomli_w
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version


@attrs.define(order=True)
class Point:
    x: int = attrs.field(validator=attrs.validators.instance_of(int))
    y: float = attrs.field(default=0, converter=float)


@attrs.frozen
class Name:
    text: str = attrs.field(validator=attrs.validators.min_len(1))


point = Point(1, 2)
print(point, attrs.asdict(point), attrs.evolve(point, x=9))
mistakes = []
for attempt in (lambda: Point("1"), lambda: Name(""), lambda: setattr(Name("a"), "text", "b")):
    try:
        attempt()
    except (TypeError, ValueError, attrs.exceptions.FrozenInstanceError) as error:
        mistakes.append(type(error).__name__)
print(*mistakes)
print(Name("a") == Name("a") and hash(Name("a")) == hash(Name("a")), sorted([point, Point(0, 5)]))
print([str(version) for version in sorted(map(Version, ("1.10", "1.9", "1.0", "1.0rc1", "1.0.post1")))])
print("1.4.2" in SpecifierSet("~=1.4.1"), "1.5" in SpecifierSet("~=1.4.1"), Version("2.0.dev1").is_prerelease)
need = Requirement('rich[jupyter]>=14,<16; python_version >= "3.9"')
print(need.name, sorted(need.extras), need.specifier, need.marker.evaluate())
try:
    Version("one")
except InvalidVersion as error:
    print(type(error).__name__)
data = {"name": "x", "list": [1, 2], "table": {"on": True, "deep": {"text": 'a "b"\n'}}, "rows": [{"n": 1}, {"n": 2}]}
print(tomllib.loads(tomli_w.dumps(data, multiline_strings=True)) == data)
