for _ in range(10**5):
    print("sk-1234567890abcdef")
