# What a program wrote to a file and did not close is in the file when the program is over.
# creates: unclosed.txt
# file: unclosed.txt 12
# expect-nothing

f = open("unclosed.txt", "w")
f.write("twelve bytes")
