;; Scans rows of int8 against an int16 query and keeps those whose upper bound reaches a score.
;; Assemble with `npm run vector-kernel`; `scan-plain.ts` says the same in TypeScript, and gives the same bits.
;;
;; A row at `table[row >> 6] + (row & 63) * stride`:
;;   f32 scale | f32 error (norm of what rounding lost) | f32 tail (norm of the dimensions after these) | 4 bytes free | int8 × dims
;; An input entry of 4 bytes is a row number; one of 24 bytes is an earlier output.
;; An output entry:
;;   u32 row | 4 bytes free | f64 middle (the product so far) | f64 reach (how far the true score may be from it)
(module
  (import "switchyard" "memory" (memory 1))
  (func (export "scan")
    (param $in i32) (param $inSize i32) (param $count i32)
    (param $table i32) (param $stride i32)
    ;; $dims is a multiple of 32
    (param $dims i32) (param $query i32) (param $queryScale f64)
    (param $errorFactor f64) (param $tailFactor f64) (param $slack f64)
    (param $need f64) (param $out i32)
    (result i32)
    (local $row i32) (local $at i32) (local $end i32) (local $q i32) (local $found i32) (local $next i32)
    (local $middle f64) (local $reach f64)
    (local $eight v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (loop $rows
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $row (i32.load (local.get $in)))
        (local.set $at
          (i32.add
            (i32.load
              (i32.add (local.get $table)
                (i32.shl (i32.shr_u (local.get $row) (i32.const 6)) (i32.const 2))))
            (i32.mul (i32.and (local.get $row) (i32.const 63)) (local.get $stride))))
        (local.set $reach
          (f64.add
            (f64.add
              (f64.mul (f64.promote_f32 (f32.load offset=4 (local.get $at))) (local.get $errorFactor))
              (f64.mul (f64.promote_f32 (f32.load offset=8 (local.get $at))) (local.get $tailFactor)))
            (local.get $slack)))

        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $q (local.get $query))
        (local.set $next (i32.add (local.get $at) (i32.const 16)))
        (local.set $end (i32.add (local.get $next) (local.get $dims)))
        (block $dotDone
          (loop $dot
            (br_if $dotDone (i32.ge_u (local.get $next) (local.get $end)))
            (local.set $eight (v128.load (local.get $next)))
            (local.set $a (i32x4.add (local.get $a)
              (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $eight)) (v128.load (local.get $q)))))
            (local.set $b (i32x4.add (local.get $b)
              (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $eight)) (v128.load offset=16 (local.get $q)))))
            (local.set $eight (v128.load offset=16 (local.get $next)))
            (local.set $c (i32x4.add (local.get $c)
              (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $eight)) (v128.load offset=32 (local.get $q)))))
            (local.set $d (i32x4.add (local.get $d)
              (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $eight)) (v128.load offset=48 (local.get $q)))))
            (local.set $next (i32.add (local.get $next) (i32.const 32)))
            (local.set $q (i32.add (local.get $q) (i32.const 64)))
            (br $dot)))
        (local.set $a (i32x4.add (i32x4.add (local.get $a) (local.get $b)) (i32x4.add (local.get $c) (local.get $d))))
        (local.set $middle
          (f64.mul
            (f64.mul
              (f64.convert_i32_s
                (i32.add
                  (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
                  (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
              (f64.promote_f32 (f32.load (local.get $at))))
            (local.get $queryScale)))
        (if (i32.ne (local.get $inSize) (i32.const 4))
          (then (local.set $middle (f64.add (f64.load offset=8 (local.get $in)) (local.get $middle)))))

        (if (f64.ge (f64.add (local.get $middle) (local.get $reach)) (local.get $need))
          (then
            (i32.store (local.get $out) (local.get $row))
            (f64.store offset=8 (local.get $out) (local.get $middle))
            (f64.store offset=16 (local.get $out) (local.get $reach))
            (local.set $out (i32.add (local.get $out) (i32.const 24)))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))))
        (local.set $in (i32.add (local.get $in) (local.get $inSize)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $rows)))
    (local.get $found)))
