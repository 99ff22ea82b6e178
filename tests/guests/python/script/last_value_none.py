# A last statement that is no expression has no value; nor has None.
# value-none
# expect: done

print("done")
x = 5
