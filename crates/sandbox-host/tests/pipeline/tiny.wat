;; A guest of a few hundred bytes, with an export for every way in which a program can behave or misbehave.
;;
;; Memory: 0 an iovec, 16 what the host answers, 64 a subscription, 128 its event, 1024 the cell, 2048 the text.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "tiny" "reached" (func $reached (result i32)))
  (import "tiny" "deeper" (func $deeper (param i32) (result i32)))

  (memory (export "memory") 2)
  (data (i32.const 2048) "sixteen letters\n")
  (global $counter (mut i32) (i32.const 0))

  ;; Called once, before the snapshot: a clone has what this did, and nothing else does it.
  (func (export "initialise") (param $start i32)
    (global.set $counter (i32.add (global.get $counter) (local.get $start)))
    (i32.store (i32.const 1024) (i32.mul (local.get $start) (i32.const 2))))

  ;; Adds one to the global and returns it.
  (func (export "count") (result i32)
    (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
    (global.get $counter))

  ;; Adds one to the memory cell and returns it.
  (func (export "store") (result i32)
    (i32.store (i32.const 1024) (i32.add (i32.load (i32.const 1024)) (i32.const 1)))
    (i32.load (i32.const 1024)))

  ;; Writes a byte at an address, in memory that it makes if it has to, and returns the byte.
  (func (export "poke") (param $at i32) (param $byte i32) (result i32)
    (block $there
      (loop $again
        (br_if $there (i32.lt_u (local.get $at) (i32.mul (memory.size) (i32.const 65536))))
        (br_if $there (i32.eq (memory.grow (i32.const 1)) (i32.const -1)))
        (br $again)))
    (i32.store8 (local.get $at) (local.get $byte))
    (i32.load8_u (local.get $at)))

  ;; Reads a byte.
  (func (export "peek") (param $at i32) (result i32)
    (i32.load8_u (local.get $at)))

  ;; Lets the host call this again, so many times, each from within the one before; returns how many there were.
  (func (export "nest") (param $depth i32) (result i32)
    (if (result i32) (local.get $depth)
      (then (i32.add (i32.const 1) (call $deeper (i32.sub (local.get $depth) (i32.const 1)))))
      (else (i32.const 0))))

  (func (export "spin") (result i32)
    (drop (call $reached))
    (loop $again (br $again))
    (unreachable))

  (func $recurse (export "recurse") (result i32)
    (i32.add (call $recurse) (i32.const 1)))

  (func (export "trap") (result i32)
    (unreachable))

  ;; Grows the memory page by page until that is refused, and returns how many pages it got.
  (func $grow (export "grow") (result i32)
    (local $pages i32)
    (block $refused
      (loop $again
        (br_if $refused (i32.eq (memory.grow (i32.const 1)) (i32.const -1)))
        (local.set $pages (i32.add (local.get $pages) (i32.const 1)))
        (br $again)))
    (local.get $pages))

  ;; As an interpreter does that cannot go on without the memory.
  (func (export "abort") (result i32)
    (drop (call $grow))
    (unreachable))

  ;; Writes the text so many times; returns the last call's error number.
  (func (export "print") (param $times i32) (result i32)
    (local $errno i32)
    (i32.store (i32.const 0) (i32.const 2048))
    (i32.store (i32.const 4) (i32.const 16))
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $times)))
        (local.set $errno (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $again)))
    (local.get $errno))

  ;; Sleeps so many seconds by the monotonic clock; returns the error number.
  (func (export "sleep") (param $seconds i32) (result i32)
    (drop (call $reached))
    (i32.store (i32.const 80) (i32.const 1))
    (i64.store (i32.const 88) (i64.mul (i64.extend_i32_u (local.get $seconds)) (i64.const 1000000000)))
    (call $poll_oneoff (i32.const 64) (i32.const 128) (i32.const 1) (i32.const 16))))
