;; There are no signals.
(module
  (import "wasi_snapshot_preview1" "proc_raise" (func $proc_raise (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "kill: notsup") (result i32)
    (call $proc_raise (i32.const 9)))
  (func (export "no such signal: inval") (result i32)
    (call $proc_raise (i32.const 200)))
)
