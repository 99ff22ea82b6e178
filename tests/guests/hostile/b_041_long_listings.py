import os

for n in range(1900):
    open(f"/app/f{n}", "w").close()
print("listing")
while 1:
    os.listdir("/app")
