# Outside the workspace and the scratch folder nothing can be written.
# expect: / OSError
# expect: /usr OSError
# expect: /usr/local/lib OSError
# expect: /etc OSError

for place in ("/", "/usr", "/usr/local/lib", "/etc"):
    try:
        open(f"{place.rstrip('/')}/x", "w")
        print(place, "written")
    except OSError:
        print(place, "OSError")
