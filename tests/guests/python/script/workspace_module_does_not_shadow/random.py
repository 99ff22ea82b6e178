raise SystemExit("the library's own imports must not find this")
