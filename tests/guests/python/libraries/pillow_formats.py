# Which formats of pictures can be written and read: the lossless ones. JPEG, JPEG 2000, WebP and PDF cannot, and there is no FreeType for letters.
# creates-any
# expect: ['BMP', 'GIF', 'ICO', 'PNG', 'PPM', 'TGA', 'TIFF']
# expect: ['JPEG', 'JPEG2000', 'PDF', 'WEBP']
# expect: JPEG can be named, not opened
# expect: text drawn
# expect: ImportError

import base64
import io

from PIL import Image, ImageDraw, ImageFont

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)
picture = Image.new("RGB", (16, 16), (10, 200, 30))
written, refused = [], []
for kind in ("BMP", "GIF", "ICO", "JPEG", "JPEG2000", "PDF", "PNG", "PPM", "TGA", "TIFF", "WEBP"):
    file = io.BytesIO()
    try:
        picture.save(file, kind)
        again = Image.open(io.BytesIO(file.getvalue())).convert("RGB")
        assert (again.size, again.getpixel((3, 3))) == ((16, 16), (10, 200, 30)), kind
        written.append(kind)
    except (OSError, KeyError):
        refused.append(kind)
print(written)
print(refused)
seen = Image.open(io.BytesIO(JPEG))
try:
    seen.load()
    print(seen.format, "was opened")
except OSError:
    print(seen.format, "can be named, not opened")
ImageDraw.Draw(picture).text((1, 1), "x", fill="white")
print("text drawn" if picture.getcolors() and len(picture.getcolors()) > 1 else "nothing drawn")
try:
    ImageFont.load_default(20)
except ImportError as error:
    print(type(error).__name__)
