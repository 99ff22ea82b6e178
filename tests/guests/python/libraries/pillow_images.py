# creates: a.gif, a.png
# expect: (50, 30) RGB
# expect: (255, 0, 0)
# expect: GIF (50, 30)

from PIL import Image, ImageDraw, ImageFilter

image = Image.new("RGB", (100, 60), "white")
ImageDraw.Draw(image).rectangle((0, 0, 99, 59), fill=(255, 0, 0))
small = image.resize((50, 30)).filter(ImageFilter.BLUR)
print(small.size, small.mode)
small.save("a.png")
print(Image.open("a.png").getpixel((25, 15)))
small.save("a.gif")
print(Image.open("a.gif").format, Image.open("a.gif").size)
