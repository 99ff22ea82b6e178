# Data is checked and turned into objects, objects into data; every mistake is named with its place.
# expect: Person(name='Ada', born=datetime.date(1815, 12, 10), tags=['a'])
# expect: {'name': 'Ada', 'born': '1815-12-10', 'tags': ['a'], 'age': 37}
# expect: {'name': ['Shorter than minimum length 2.'], 'born': ['Not a valid date.'], 'email': ['Unknown field.']}
# expect: {0: {'name': ['Missing data for required field.']}}
# expect: {'members': {1: {'tags': {0: ['Not a valid string.']}}}}
# expect: ['born is later than now']

import dataclasses
import datetime

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema


@dataclasses.dataclass
class Person:
    name: str
    born: datetime.date
    tags: list = dataclasses.field(default_factory=list)


class PersonSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(min=2))
    born = fields.Date(load_default=datetime.date(2000, 1, 1))
    tags = fields.List(fields.String())
    age = fields.Function(lambda person: 1852 - person.born.year)

    @validates_schema(skip_on_field_errors=True)
    def check(self, data, **_):
        if data["born"].year > 3000:
            raise ValidationError("born is later than now")

    @post_load
    def make(self, data, **_):
        return Person(**data)


class GroupSchema(Schema):
    members = fields.Nested(PersonSchema, many=True)


ada = PersonSchema().load({"name": "Ada", "born": "1815-12-10", "tags": ["a"]})
print(ada)
print(PersonSchema().dump(ada))
for schema, data in (
    (PersonSchema(), {"name": "A", "born": "yesterday", "email": "x"}),
    (PersonSchema(many=True), [{}]),
    (GroupSchema(), {"members": [{"name": "Ada"}, {"name": "Alan", "tags": [1]}]}),
    (PersonSchema(), {"name": "Ada", "born": "3001-01-01"}),
):
    try:
        print("accepted", schema.load(data))
    except ValidationError as error:
        print(error.messages["_schema"] if "_schema" in error.messages else error.messages)
