// Numbers that the kernel and the lowering must agree on: operation codes, header fields, status codes. Read by asc and by tsc.

// --- Program buffer -----------------------------------------------------------------------------------------------
// A program is one buffer: a header of 32-bit words, then code (32-bit words), then shared constants (f64).

/** "MIDS" in little-endian order. */
export const MAGIC = 0x5344494d;
/** Version of this layout. A program of another version is refused. */
export const PROGRAM_VERSION = 1;

// Header words, as indices of 32-bit words from the start of the buffer.
export const HEADER_MAGIC = 0;
export const HEADER_VERSION = 1;
/** SHA-256 of the rest of the buffer: 8 words. */
export const HEADER_DIGEST = 2;
export const HEADER_BYTES = 10;
export const HEADER_COMPARTMENTS = 11;
/** Rows of the state after the compartments that integrate a flow, for exact counts per interval. */
export const HEADER_ACCUMULATORS = 12;
export const HEADER_SLOTS = 13;
export const HEADER_PARAMETERS = 14;
export const HEADER_OUTPUTS = 15;
export const HEADER_TIMES = 16;
/** Fixed steps from one output time to the next. */
export const HEADER_SUBSTEPS = 17;
export const HEADER_METHOD = 18;
export const HEADER_FLAGS = 19;
export const HEADER_MAX_STEPS = 20;
/** First of the consecutive slots that hold the initial value of each compartment. */
export const HEADER_INITIAL_SLOT = 21;
/** First of the consecutive slots that are projected linearly from the state for the outputs. */
export const HEADER_PROJECTION_SLOT = 22;
export const HEADER_PROJECTIONS = 23;
// Sections: word index of the first word, and number of words.
export const HEADER_SETUP = 24;
export const HEADER_TIME = 26;
export const HEADER_RATE = 28;
export const HEADER_FLOW = 30;
export const HEADER_PROJECT = 32;
export const HEADER_FINISH = 34;
/** Slots whose values are written to a trajectory row, one word each. */
export const HEADER_OUTPUT_TABLE = 36;
/** Slots that hold the times at which something bends or jumps, one word each. */
export const HEADER_KNOT_TABLE = 38;
/** Constants copied into slots when the program is placed: pairs of slot and shared constant. */
export const HEADER_CONSTANT_TABLE = 40;
export const HEADER_PRIOR_TABLE = 42;
export const HEADER_TARGET_TABLE = 44;
/** Shared constants: first f64 (index from the start of the buffer in units of 8 bytes), and number. */
export const HEADER_SHARED = 46;
/** Start, step, relative and absolute tolerance: four f64, here as pairs of words. */
export const HEADER_START = 48;
export const HEADER_STEP = 50;
export const HEADER_RTOL = 52;
export const HEADER_ATOL = 54;
/** Flows one by one, for stochastic leaps: a section like those above, empty for other methods. */
export const HEADER_LEAP = 58;
/** First words of the time section that need nothing but time and constants: their number, 0 where steps are not fixed. */
export const HEADER_CLOCK = 60;
/** Slots that these words compute and others read: pairs of first slot and number of slots. */
export const HEADER_CLOCK_TABLE = 62;
export const HEADER_WORDS = 64;

export const METHOD_EULER = 0;
export const METHOD_RK4 = 1;
export const METHOD_DOPRI5 = 2;
/** Rosenbrock, stiffly accurate, of order 5(4). */
export const METHOD_RODAS5P = 3;
/** Stochastic: a discrete-time chain of binomial and Poisson leaps. */
export const METHOD_TAU_LEAP = 4;

/** Something jumps at a time: a step starts just after it and ends just before the next. */
export const FLAG_JUMPS = 1;
/** Outputs need slots that depend on the state, beyond their own projections. */
export const FLAG_OUTPUTS_NEED_RATES = 2;
/** Adaptive steps end exactly at output times, without dense output: for tolerances below its accuracy. */
export const FLAG_LAND_ON_OUTPUTS = 4;

// --- Slots --------------------------------------------------------------------------------------------------------
// A slot is one number per lane: [slot][lane]. Slot 0 is time; then the parameters; then all else.

export const SLOT_TIME = 0;
export const SLOT_PARAMETERS = 1;

// --- Operation codes ----------------------------------------------------------------------------------------------
// Operands are slots, rows of the state, or shared constants. In a program they are counted in units of slots, rows
// and constants; placing it turns them into byte offsets for its number of lanes.

// [code, dst, a]
export const OP_COPY = 1;
export const OP_NEGATE = 2;
export const OP_ABS = 3;
export const OP_SQRT = 4;
export const OP_FLOOR = 5;
export const OP_EXP = 6;
export const OP_LOG = 7;
export const OP_SIN = 8;
export const OP_COS = 9;
export const OP_TAN = 10;
export const OP_TANH = 11;
export const OP_NOT = 12;
// [code, dst, a, b]
export const OP_ADD = 20;
export const OP_SUBTRACT = 21;
export const OP_MULTIPLY = 22;
export const OP_DIVIDE = 23;
export const OP_POWER = 24;
export const OP_MIN = 25;
export const OP_MAX = 26;
export const OP_LESS = 27;
export const OP_LESS_EQUAL = 28;
export const OP_EQUAL = 29;
export const OP_NOT_EQUAL = 30;
export const OP_AND = 31;
export const OP_OR = 32;
/** a / b, and 0 where b is 0: an empty group has no prevalence. */
export const OP_DIVIDE_OR_ZERO = 33;
// [code, dst, condition, a, b]
export const OP_SELECT = 40;
// [code, dst, x, nKnots, times, values, hint]: times and values are consecutive slots; the kernel keeps in `hint` where
// it looked last, which changes no result
export const OP_INTERPOLATE_LINEAR = 41;
export const OP_INTERPOLATE_STEP = 42;
/** [code, dst, x, start, step]: the nearest point start + k · step, k a whole number. */
export const OP_SNAP = 43;
// [code, rows, dst, a, b]: rows consecutive slots, b a single slot or as many
export const OP_SCALE_ROWS = 50;
export const OP_DIVIDE_OR_ZERO_ROWS = 51;
// [code, rows, dst, nTerms, nTerms × source row]: dst slots = sum of rows of the state
export const OP_SUM_ROWS = 52;
// [code, rows, dst, nTerms, nTerms × (source row, coefficient slot)]: dst slots = sum of coefficient × state
export const OP_WEIGH_ROWS = 53;
// [code, rows, dst, source, matrix, transposed]: dst slots = matrix (shared constants, row-major) × source slots; one
// lane reads the transposed copy
export const OP_MIX = 54;
// [code, dst, nRuns, nRuns × (rows, first row)]: one slot = sum of runs of consecutive rows of the state
export const OP_TOTAL = 55;
// [code, rows, dst, nTerms, nTerms × (scale slot, matrix)]: dst slots = Σ scale · constant, rows shared constants a term
export const OP_BLEND = 56;
// [code, rows, dst, source, matrix slots]: as OP_MIX with the matrix in slots, column by column
export const OP_MIX_SLOTS = 57;
// [code, rows, dst, nTerms, nTerms × source slot]: dst slots = the sources, one after the other; as many terms as rows
export const OP_COPY_EACH = 58;
// [code, rows, dst]: derivative rows = 0
export const OP_ZERO = 60;
// [code, rows, dst, nTerms, nTerms × (source row, coefficient slot)]: derivative rows = sum of coefficient × state
export const OP_GATHER = 61;
// [code, rows, source row, dest row or NONE, coefficient slot, factor slot]
// moved = coefficient · factor · state[source] leaves the source rows and enters the dest rows
export const OP_MOVE = 62;
/** The same with one factor for all rows. */
export const OP_MOVE_BROADCAST = 63;
// [code, rows, source row, accumulator row, coefficient slot, factor slot]
// the sum of coefficient · factor · state[source] is added to one derivative row, and nothing is moved
export const OP_COUNT = 64;
export const OP_COUNT_BROADCAST = 65;
// [code, source row or NONE, dest row or NONE, rate slot]: persons per time unit, whatever the state
export const OP_ABSOLUTE = 66;

// Outputs that look back; only in the section that finishes a row. A history has a slot for each output time.
// [code, times, history, row, source]: history[row] = source
export const OP_KEEP = 90;
// [code, dst, history, row, width, isMean]: sum or mean of history over the rows row − width + 1 … row that there are
export const OP_WINDOW = 91;
// [code, times, dst, history, row, weights]: dst = Σ weights[k] · history[row − k], k from 0 to row; as many weights as times
export const OP_CONVOLVE = 92;
// [code, times, dst, family, a, b, step]: dst[k] = P(k · step < delay ≤ (k + 1) · step), k from 0
export const OP_DELAY_WEIGHTS = 93;

// Stochastic leaps, in a section of their own. `events`: a slot that holds how many persons took the flow in this step.
// [code, source row, nFlows, nFlows × (dest row or NONE, coefficient slot, factor slot, events slot, absolute, flow)]:
// persons leave a compartment; per head and time unit coefficient · factor, divided by the size where absolute is 1
export const OP_LEAVE = 80;
// [code, dest row, rate slot, events slot, flow]: persons enter from the outside, `rate` per time unit
export const OP_ENTER = 81;
// [code, accumulator row, nFlows, nFlows × events slot]: the row counts the persons who took these flows
export const OP_TALLY = 82;

/** "No row": such a flow enters from, or leaves to, the outside. */
export const NONE = -1;

// --- Prior and target tables --------------------------------------------------------------------------------------

/** [parameter, family, 4 × argument slot, transform kind, lower, upper (shared constants)], one row per free parameter. */
export const PRIOR_STRIDE = 9;
/**
 * [family | flags, output, nPoints, first time index word (in the target table), values (shared constants), weight (shared
 * constant), 4 × (source, operand)], one row per target; the time indices of all targets follow the rows.
 */
export const TARGET_STRIDE = 14;
/** Mask of the family in the first word; the rest are flags. */
export const TARGET_FAMILY = 255;
/** A point has two words: first output time, and their number; the model's value is the output's sum over them. */
export const TARGET_WINDOWS = 256;
/** … is the output's mean over them. */
export const TARGET_MEAN = 512;
/** One weight for each point. */
export const TARGET_POINT_WEIGHTS = 1024;
/** The density is taken at the model's value; the listed values are only shown. */
export const TARGET_OF_OUTPUT = 2048;
export const SOURCE_NOTHING = 0;
/** The model's output at the time of the point. */
export const SOURCE_OUTPUT = 1;
/** The logarithm of the model's output. */
export const SOURCE_LOG_OUTPUT = 2;
/** A slot: the same for all points. */
export const SOURCE_SLOT = 3;
/** A shared constant per point. */
export const SOURCE_DATA = 4;

// --- Frame --------------------------------------------------------------------------------------------------------
// What the kernel needs to run a placed program: byte offsets from the frame's own address. All pointers are absolute.

export const FRAME_COMPARTMENTS = 0;
export const FRAME_ROWS = 4;
export const FRAME_TIMES = 8;
export const FRAME_SUBSTEPS = 12;
export const FRAME_METHOD = 16;
export const FRAME_FLAGS = 20;
export const FRAME_MAX_STEPS = 24;
export const FRAME_OUTPUTS = 28;
export const FRAME_START = 32;
export const FRAME_STEP = 40;
export const FRAME_RTOL = 48;
export const FRAME_ATOL = 56;
export const FRAME_SLOTS = 64;
export const FRAME_SHARED = 68;
export const FRAME_INITIAL = 72;
export const FRAME_SETUP = 76;
export const FRAME_SETUP_END = 80;
export const FRAME_TIME = 84;
export const FRAME_TIME_END = 88;
export const FRAME_RATE = 92;
export const FRAME_RATE_END = 96;
export const FRAME_FLOW = 100;
export const FRAME_FLOW_END = 104;
export const FRAME_PROJECT = 108;
export const FRAME_PROJECT_END = 112;
export const FRAME_FINISH = 116;
export const FRAME_FINISH_END = 120;
export const FRAME_OUTPUT_TABLE = 124;
export const FRAME_KNOT_TABLE = 128;
export const FRAME_KNOTS = 132;
export const FRAME_PRIOR_TABLE = 136;
export const FRAME_PRIORS = 140;
export const FRAME_TARGET_TABLE = 144;
export const FRAME_TARGETS = 148;
export const FRAME_PROJECTION = 152;
export const FRAME_PROJECTIONS = 156;
/** Vectors of the state, FRAME_VECTORS of them, [row][lane] each. */
export const FRAME_STATE = 160;
export const FRAME_VECTOR_BYTES = 164;
/** Sorted stops of one run, f64 each. */
export const FRAME_STOPS = 168;
/** Projections of the stage vectors for dense output, [9][projection]. */
export const FRAME_DENSE = 172;
/** [time][output][lane]. */
export const FRAME_TRAJECTORY = 176;
/** i32 per lane: status, and the compartment it speaks of. */
export const FRAME_STATUS = 180;
export const FRAME_CULPRIT = 184;
/** f64 per lane: the time of the status. */
export const FRAME_FAIL_TIME = 188;
/** Unconstrained vector in, [free parameter][lane]. */
export const FRAME_Z = 192;
/** Log prior, log likelihood and log Jacobian out, [3][lane]. */
export const FRAME_LOG_DENSITY = 196;
/** Log likelihood of each target out, [target][lane]. */
export const FRAME_TARGET_TERMS = 200;
/** f64: the time for which the time slots were last computed, NaN for none. */
export const FRAME_TIME_NOW = 208;
/** Steps accepted, steps rejected, right-hand sides of the last run, i32. */
export const FRAME_ACCEPTED = 216;
export const FRAME_REJECTED = 220;
export const FRAME_EVALUATIONS = 224;
export const FRAME_PARAMETERS = 228;
/** Lowest value of a compartment seen at an output time or the end of an adaptive step, where it was, and when: [lane] f64, i32, f64. */
export const FRAME_LOWEST = 232;
export const FRAME_LOWEST_COMPARTMENT = 236;
export const FRAME_LOWEST_TIME = 240;
/** Nonzero: stop at the first right-hand side that is not finite and leave its slots as they are. */
export const FRAME_TRACE = 244;
export const TRACE_OFF = 0;
export const TRACE_ON = 1;
export const TRACE_CAUGHT = 2;
// Only for the stiff method, 0 for the others.
/** The record of the reverse pass of one right-hand side, adjoint-layout.ts: its sections are time, rate and flow. */
export const FRAME_LINEARISATION = 256;
/** ∂(derivative)/∂(state), [row][compartment]; and ∂(derivative)/∂t, [row]. */
export const FRAME_JACOBIAN = 268;
export const FRAME_TIME_SLOPE = 272;
/** The factors of the matrix of a step, [compartment][compartment], and the row that each step of it chose, i32. */
export const FRAME_MATRIX = 276;
export const FRAME_PIVOTS = 280;
/** Nonzero: an explicit run that turns out to be stiff ends with STATUS_STIFF. */
export const FRAME_WATCH = 284;
/** Section of stochastic leaps. */
export const FRAME_LEAP = 300;
export const FRAME_LEAP_END = 304;
/** Random stream of each lane, STREAM_BYTES each. */
export const FRAME_STREAMS = 308;
/** f64 per lane: the rate that STATUS_BAD_RATE speaks of. */
export const FRAME_BAD_RATE = 312;
/** End of the first part of the time section, and how many runs of slots others read of it; see `clock.ts`. */
export const FRAME_CLOCK_END = 320;
export const FRAME_CLOCK_TABLE = 324;
export const FRAME_CLOCK_RUNS = 328;
/** What these slots were at the times of the step grid: an entry for each, of the time and a value for each slot. */
export const FRAME_CLOCK_ENTRIES = 332;
export const FRAME_CLOCK_ENTRY_BYTES = 336;
export const FRAME_CLOCK_COUNT = 340;
/** Rows that a run writes: from the first, at which the state stands, to the one before the last; see `advance`. */
export const FRAME_FIRST_ROW = 400;
export const FRAME_LAST_ROW = 404;
/** The record of a reverse pass that this run is to be remembered for, adjoint-layout.ts; 0 for none. */
export const FRAME_TAPE = 480;
export const FRAME_BYTES = 512;

/** Most compartments for which the stiff method keeps a dense matrix. */
export const DENSE_COMPARTMENTS = 640;

/** Vectors of the state that a run needs: the state, a trial, and the stages of the largest method. */
export const STATE_VECTORS = 10;
/** The stiff method keeps its eight stages beside them. */
export const STIFF_STATE_VECTORS = 18;

// --- Random streams -----------------------------------------------------------------------------------------------
// Byte offsets in the record of a stream: 64-bit seed, numbers of chain and use, number of the next draw (u64), and the
// second draw of the latest block.

export const STREAM_SEED_LOW = 0;
export const STREAM_SEED_HIGH = 4;
export const STREAM_CHAIN = 8;
export const STREAM_USE = 12;
export const STREAM_INDEX = 16;
export const STREAM_SPARE = 24;
export const STREAM_BYTES = 32;
/** Use of the streams of stochastic runs; their chain is the replicate. Chains of a sampler have uses of their own. */
export const USE_REPLICATE = 0x4c454150;

// --- Status of a lane ---------------------------------------------------------------------------------------------

export const STATUS_OK = 0;
/** A compartment is no longer a finite number. */
export const STATUS_NOT_FINITE = 1;
/** The adaptive integrator needed more than the largest number of steps. */
export const STATUS_TOO_MANY_STEPS = 2;
/** The adaptive integrator's step shrank to nothing. */
export const STATUS_STEP_TOO_SMALL = 3;
/** An initial size is not a finite number, or negative. */
export const STATUS_BAD_START = 4;
/** An output is not a finite number. */
export const STATUS_OUTPUT_NOT_FINITE = 5;
/** The equations are stiff, and the explicit pair would need an absurd number of steps. */
export const STATUS_STIFF = 6;
/** Stochastic run: a rate is negative or not a finite number; the culprit is the position of the flow. */
export const STATUS_BAD_RATE = 8;
