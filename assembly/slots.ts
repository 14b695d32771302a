// Operations on slots, one number per lane: in pairs of lanes where there are several, with the same bits as one by one.
//
// All of it is inlined into `execute`, where the code of an operation is a constant: what it does not need vanishes.

import { P0, P1, P2, P3 } from "./pairs";
import {
  OP_ABS,
  OP_ADD,
  OP_AND,
  OP_COPY,
  OP_COS,
  OP_DIVIDE,
  OP_DIVIDE_OR_ZERO,
  OP_EQUAL,
  OP_EXP,
  OP_FLOOR,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_LOG,
  OP_MAX,
  OP_MIN,
  OP_MULTIPLY,
  OP_NEGATE,
  OP_NOT_EQUAL,
  OP_OR,
  OP_SIN,
  OP_SQRT,
  OP_SUBTRACT,
  OP_TAN,
  OP_TANH,
} from "./layout";

/** dst = a ∘ b, lane by lane; powers are `power`. */
// @ts-ignore: decorator
@inline
export function binary<T>(code: i32, dst: usize, a: usize, b: usize): void {
  if (offsetof<T>() == 8) store<f64>(dst, ofTwo(code, load<f64>(a), load<f64>(b)));
  else {
    v128.store(dst, ofPairs(code, v128.load(a), v128.load(b)));
    if (offsetof<T>() >= 32) storePair<P1>(dst, ofPairs(code, loadPair<P1>(a), loadPair<P1>(b)));
    if (offsetof<T>() == 64) {
      storePair<P2>(dst, ofPairs(code, loadPair<P2>(a), loadPair<P2>(b)));
      storePair<P3>(dst, ofPairs(code, loadPair<P3>(a), loadPair<P3>(b)));
    }
  }
}

/** dst = ∘ a, for what has an instruction of its own. */
// @ts-ignore: decorator
@inline
export function unary<T>(code: i32, dst: usize, a: usize): void {
  if (offsetof<T>() == 8) store<f64>(dst, ofOne(code, load<f64>(a)));
  else {
    v128.store(dst, ofPair(code, v128.load(a)));
    if (offsetof<T>() >= 32) storePair<P1>(dst, ofPair(code, loadPair<P1>(a)));
    if (offsetof<T>() == 64) {
      storePair<P2>(dst, ofPair(code, loadPair<P2>(a)));
      storePair<P3>(dst, ofPair(code, loadPair<P3>(a)));
    }
  }
}

/** dst = f(a), lane by lane: exp, log and the circular functions. */
export function transcendental<T>(code: i32, dst: usize, a: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    const x = load<f64>(a + lane);
    let value = 0.0;
    if (code == OP_EXP) value = Math.exp(x);
    else if (code == OP_LOG) value = Math.log(x);
    else if (code == OP_SIN) value = Math.sin(x);
    else if (code == OP_COS) value = Math.cos(x);
    else if (code == OP_TAN) value = Math.tan(x);
    else if (code == OP_TANH) value = Math.tanh(x);
    else unreachable();
    store<f64>(dst + lane, value);
  }
}

/** dst = a to the power of b. */
export function power<T>(dst: usize, a: usize, b: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    store<f64>(dst + lane, Math.pow(load<f64>(a + lane), load<f64>(b + lane)));
  }
}

/** dst = yes where the condition is not 0, else no. */
// @ts-ignore: decorator
@inline
export function select<T>(dst: usize, condition: usize, yes: usize, no: usize): void {
  for (let lane: usize = 0; lane < offsetof<T>(); lane += 8) {
    const chosen = load<f64>(condition + lane) != 0.0 ? yes : no;
    store<f64>(dst + lane, load<f64>(chosen + lane));
  }
}

/** The slots from dst to before `end` = those at the addresses that `sources` lists; returns what follows the list. */
export function copyEach<T>(dst: usize, end: usize, sources: usize): usize {
  for (; dst < end; dst += offsetof<T>(), sources += 4) unary<T>(OP_COPY, dst, <usize>load<i32>(sources));
  return sources;
}

/** dst = a / b by element, 0 where b is 0. */
export function divideRows(dst: usize, bytes: usize, a: usize, b: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(dst + i, ofPairs(OP_DIVIDE_OR_ZERO, v128.load(a + i), v128.load(b + i)));
  }
  for (; i < bytes; i += 8) store<f64>(dst + i, divideOrZero(load<f64>(a + i), load<f64>(b + i)));
}

/** dst = a · factor, with one factor for all rows. */
export function scaleRows<T>(dst: usize, bytes: usize, a: usize, factor: usize): void {
  let i: usize = 0;
  if (offsetof<T>() == 8) {
    const both = v128.load64_splat(factor);
    for (; i + 16 <= bytes; i += 16) v128.store(dst + i, f64x2.mul(v128.load(a + i), both));
    if (i < bytes) store<f64>(dst + i, load<f64>(a + i) * load<f64>(factor));
    return;
  }
  for (; i < bytes; i += offsetof<T>()) binary<T>(OP_MULTIPLY, dst + i, a + i, factor);
}

// @ts-ignore: decorator
@inline
function loadPair<P>(at: usize): v128 {
  return v128.load(at, offsetof<P>());
}

// @ts-ignore: decorator
@inline
function storePair<P>(at: usize, value: v128): void {
  v128.store(at, value, offsetof<P>());
}

// @ts-ignore: decorator
@inline
function ofTwo(code: i32, a: f64, b: f64): f64 {
  if (code == OP_ADD) return a + b;
  if (code == OP_SUBTRACT) return a - b;
  if (code == OP_MULTIPLY) return a * b;
  if (code == OP_DIVIDE) return a / b;
  if (code == OP_MIN) return min(a, b);
  if (code == OP_MAX) return max(a, b);
  if (code == OP_LESS) return f64(a < b);
  if (code == OP_LESS_EQUAL) return f64(a <= b);
  if (code == OP_EQUAL) return f64(a == b);
  if (code == OP_NOT_EQUAL) return f64(a != b);
  if (code == OP_AND) return f64(a != 0.0 && b != 0.0);
  if (code == OP_OR) return f64(a != 0.0 || b != 0.0);
  return divideOrZero(a, b);
}

// @ts-ignore: decorator
@inline
function ofPairs(code: i32, a: v128, b: v128): v128 {
  if (code == OP_ADD) return f64x2.add(a, b);
  if (code == OP_SUBTRACT) return f64x2.sub(a, b);
  if (code == OP_MULTIPLY) return f64x2.mul(a, b);
  if (code == OP_DIVIDE) return f64x2.div(a, b);
  if (code == OP_MIN) return f64x2.min(a, b);
  if (code == OP_MAX) return f64x2.max(a, b);
  if (code == OP_LESS) return truth(f64x2.lt(a, b));
  if (code == OP_LESS_EQUAL) return truth(f64x2.le(a, b));
  if (code == OP_EQUAL) return truth(f64x2.eq(a, b));
  if (code == OP_NOT_EQUAL) return truth(f64x2.ne(a, b));
  const zero = f64x2.splat(0.0);
  if (code == OP_AND) return truth(v128.and(f64x2.ne(a, zero), f64x2.ne(b, zero)));
  if (code == OP_OR) return truth(v128.or(f64x2.ne(a, zero), f64x2.ne(b, zero)));
  return v128.andnot(f64x2.div(a, b), f64x2.eq(b, zero));
}

// @ts-ignore: decorator
@inline
function ofOne(code: i32, a: f64): f64 {
  if (code == OP_COPY) return a;
  if (code == OP_NEGATE) return -a;
  if (code == OP_ABS) return abs(a);
  if (code == OP_SQRT) return sqrt(a);
  if (code == OP_FLOOR) return floor(a);
  return f64(a == 0.0);
}

// @ts-ignore: decorator
@inline
function ofPair(code: i32, a: v128): v128 {
  if (code == OP_COPY) return a;
  if (code == OP_NEGATE) return f64x2.neg(a);
  if (code == OP_ABS) return f64x2.abs(a);
  if (code == OP_SQRT) return f64x2.sqrt(a);
  if (code == OP_FLOOR) return f64x2.floor(a);
  return truth(f64x2.eq(a, f64x2.splat(0.0)));
}

/** 1 where all bits of the mask are set, 0 elsewhere. */
// @ts-ignore: decorator
@inline
function truth(mask: v128): v128 {
  return v128.and(mask, f64x2.splat(1.0));
}

/** a / b, and 0 where b is 0: the prevalence of a group without people. */
// @ts-ignore: decorator
@inline
function divideOrZero(a: f64, b: f64): f64 {
  return b == 0.0 ? 0.0 : a / b;
}
