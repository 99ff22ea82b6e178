"""Reading XML into dicts and text."""

from typing import Any

# What XML means by it; other spaces are text.
_WHITE_SPACE = " \t\r\n"


class _Element:
    __slots__ = ("content", "text")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.content: dict[str, Any] = {"@" + name: value for name, value in attributes.items()}
        self.text: list[str] = []

    def add(self, name: str, value: Any) -> None:
        if name not in self.content:
            self.content[name] = value
        elif isinstance(self.content[name], list):
            self.content[name].append(value)
        else:
            self.content[name] = [self.content[name], value]

    def value(self) -> Any:
        text = "".join(self.text).strip(_WHITE_SPACE)
        if not self.content:
            return text
        if text:
            self.content["#text"] = text
        return self.content


def parse(xml: str | bytes) -> dict[str, Any]:
    """The document as `xml_to_dict` describes it. Raises ValueError and TypeError as that says."""
    from xml.parsers import expat

    # The encoding that text declares is that of the file it came from.
    if isinstance(xml, str):
        data, encoding = xml.removeprefix("\ufeff").lstrip(_WHITE_SPACE).encode(errors="surrogatepass"), "utf-8"
    elif isinstance(xml, (bytes, bytearray)):
        data, encoding = bytes(xml), None
    else:
        raise TypeError(f"xml must be text or bytes, not {type(xml).__name__}")
    # A stack, as elements may be nested more deeply than Python has frames.
    document = _Element({})
    open_elements = [document]

    def start(_name: str, attributes: dict[str, str]) -> None:
        open_elements.append(_Element(attributes))

    def end(name: str) -> None:
        element = open_elements.pop()
        open_elements[-1].add(name, element.value())

    def text(data: str) -> None:
        open_elements[-1].text.append(data)

    def refuse(*_: object) -> None:
        raise ValueError("XML with a document type declaration (<!DOCTYPE …>) is refused")

    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"not well-formed XML: {error}") from error
    return document.content
