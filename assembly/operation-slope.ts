// The derivative of every operation on one or two numbers, from the numbers that went in and what came out.
//
// Where a function has a corner, one of its two slopes is taken; where it jumps, 0. A slope that is not finite, such as
// that of a root at zero, counts as 0: it makes the Jacobian inexact there, which costs steps but no accuracy, because
// the error of a step is estimated whatever the Jacobian.

import {
  OP_ABS,
  OP_ADD,
  OP_COPY,
  OP_COS,
  OP_DIVIDE,
  OP_DIVIDE_OR_ZERO,
  OP_EXP,
  OP_LOG,
  OP_MAX,
  OP_MIN,
  OP_MULTIPLY,
  OP_NEGATE,
  OP_POWER,
  OP_SIN,
  OP_SQRT,
  OP_SUBTRACT,
  OP_TAN,
  OP_TANH,
} from "./layout";

/** The slope where it is a number, else 0. */
// @ts-ignore: decorator
@inline
function finite(slope: f64): f64 {
  return isFinite(slope) ? slope : 0.0;
}

/** d(value)/da. Operations that are not listed are steps: 0. */
export function slopeOfOne(code: i32, a: f64, value: f64): f64 {
  switch (code) {
    case OP_COPY:
      return 1.0;
    case OP_NEGATE:
      return -1.0;
    case OP_ABS:
      return a < 0.0 ? -1.0 : 1.0;
    case OP_SQRT:
      return finite(0.5 / value);
    case OP_EXP:
      return finite(value);
    case OP_LOG:
      return finite(1.0 / a);
    case OP_SIN:
      return finite(Math.cos(a));
    case OP_COS:
      return finite(-Math.sin(a));
    case OP_TAN:
      return finite(1.0 + value * value);
    case OP_TANH:
      return finite(1.0 - value * value);
    default:
      return 0.0;
  }
}

/** d(value)/da of an operation on a and b. */
export function firstSlopeOfTwo(code: i32, a: f64, b: f64): f64 {
  switch (code) {
    case OP_ADD:
    case OP_SUBTRACT:
      return 1.0;
    case OP_MULTIPLY:
      return finite(b);
    case OP_DIVIDE:
    case OP_DIVIDE_OR_ZERO:
      return finite(1.0 / b);
    case OP_POWER:
      return b == 0.0 ? 0.0 : finite(b * Math.pow(a, b - 1.0));
    case OP_MIN:
      return f64(a <= b);
    case OP_MAX:
      return f64(a >= b);
    default:
      return 0.0;
  }
}

/** d(value)/db of an operation on a and b. */
export function secondSlopeOfTwo(code: i32, a: f64, b: f64, value: f64): f64 {
  switch (code) {
    case OP_ADD:
      return 1.0;
    case OP_SUBTRACT:
      return -1.0;
    case OP_MULTIPLY:
      return finite(a);
    case OP_DIVIDE:
    case OP_DIVIDE_OR_ZERO:
      return finite(-value / b);
    case OP_POWER:
      return a > 0.0 ? finite(value * Math.log(a)) : 0.0;
    case OP_MIN:
      return f64(a > b);
    case OP_MAX:
      return f64(a < b);
    default:
      return 0.0;
  }
}
