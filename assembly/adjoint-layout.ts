// Numbers of the reverse pass that the kernel and the placing of it must agree on. Read by asc and by tsc.

// Reversed code holds operations of layout.ts, with the same operands, in the order in which they are reversed; OP_GATHER
// there is the transposed matrix, from the adjoint of the derivative to that of the state. These stand there besides:
/** [code, rows, dst slot, state row, coefficient slot]: what sums of rows owe to one term's coefficients. */
export const REVERSE_WEIGH_COEFFICIENT = 100;
/** [code, rows, source row, dest row or NONE, coefficient slot, factor slot, flags]: a move or a count. */
export const REVERSE_MOVE = 101;
/** One factor for all rows. */
export const MOVE_BROADCASTS = 1;
/** Nothing leaves, and all that is counted goes to the one dest row. */
export const MOVE_COUNTS = 2;
/** The factor, or the coefficient, has an adjoint that somebody asks for. */
export const MOVE_FACTOR_ACTIVE = 4;
export const MOVE_COEFFICIENT_ACTIVE = 8;

// The record of a reverse pass: byte offsets from its address. Pointers are absolute.

/** Address of a slot's adjoint less that of the slot. */
export const ADJOINT_SHIFT = 0;
/** Adjoints of the slots, and their length. */
export const ADJOINT_SLOTS = 4;
export const ADJOINT_SLOT_BYTES = 8;
/** VECTORS_FIXED or VECTORS_DOPRI5 vectors as long as the state's. */
export const ADJOINT_VECTORS = 12;
/** Scratch slots for the largest group vector. */
export const ADJOINT_SCRATCH = 16;
/** Five f64: the slopes of one log density. */
export const ADJOINT_SLOPES = 20;
/** Adjoint of the trajectory, [time][output][lane]. */
export const ADJOINT_TRAJECTORY = 24;
/** Gradient of the log density out, [free parameter][lane]. */
export const ADJOINT_GRADIENT = 28;
// Reversed sections: first word, and the word after the last.
export const ADJOINT_SETUP = 32;
export const ADJOINT_TIME = 40;
export const ADJOINT_RATE = 48;
export const ADJOINT_FLOW = 56;
export const ADJOINT_PROJECT = 64;
export const ADJOINT_FINISH = 72;
/** What the steps went through, a record each, for as many steps as it holds. */
export const ADJOINT_TAPE = 80;
export const ADJOINT_TAPE_STEPS = 84;
/** States at the start of every so many steps as the tape holds. */
export const ADJOINT_CHECKPOINTS = 88;
export const ADJOINT_CHECKPOINT_COUNT = 92;
/** Adaptive steps of the run, STEP_BYTES each: start, length, end (f64), and the row after those written in it (i32). */
export const ADJOINT_STEPS = 96;
export const ADJOINT_STEP_COUNT = 100;
export const STEP_BYTES = 32;
/** Slots of the outputs as each row left them, [row][ADJOINT_KEPT_BYTES]: ranges of slots, pairs of address and bytes. */
export const ADJOINT_KEPT = 104;
export const ADJOINT_KEPT_BYTES = 108;
export const ADJOINT_KEPT_RANGES = 112;
export const ADJOINT_KEPT_RANGES_END = 116;
/** Last row that a target looks at: what comes after has no effect. */
export const ADJOINT_LAST_ROW = 120;
/** Nonzero where outputs that targets look at need rates. */
export const ADJOINT_OUTPUTS_NEED_RATES = 124;
/** Slots of the rates that fixed steps keep with each stage on the tape: ranges as above; and their bytes, 0 to compute anew. */
export const ADJOINT_RATE_RANGES = 128;
export const ADJOINT_RATE_RANGES_END = 132;
export const ADJOINT_RATE_BYTES = 136;
/**
 * What the linear flows owe to their coefficients, first word and the word after the last: [rows, derivative row, state row,
 * coefficient slot] each. They are the same in all stages of a step, which are looked at together.
 */
export const ADJOINT_COEFFICIENTS = 140;
/** Addresses of the slots of times that calibrated parameters move and at which adaptive steps end: from, and to before. */
export const ADJOINT_KNOTS = 148;
export const ADJOINT_KNOTS_END = 152;
export const ADJOINT_BYTES = 256;

/** The Jacobian's: the adjoint of the derivative, and what comes of it. */
export const VECTORS_LINEARISATION = 2;
/** λ, its sum over stages, what comes of a stage, and the adjoints of four stages. */
export const VECTORS_FIXED = 7;
/** The adjoints of seven stages, λ, that of the state before the step, and what comes of a stage. */
export const VECTORS_DOPRI5 = 10;
