# stdin: Ada
# stdin: 36
# expect: name? age? Ada is 36

name = input("name? ")
age = int(input("age? "))
print(f"{name} is {age}")
