# expect: Grüße, Ωμέγα, 日本語, עברית, 🐍👩‍🚀, é
# expect: 8 26

print("Grüße, Ωμέγα, 日本語, עברית, 🐍👩‍🚀, é")
text = "日本語🐍👩‍🚀é"
print(len(text), len(text.encode()))
