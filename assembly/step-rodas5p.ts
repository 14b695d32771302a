// The stiff method Rodas5P, order 5(4): one trial step, its error, and its dense output of order 4.
//
// Source: see rodas5p-table.ts; one step as in Hairer and Wanner, Solving Ordinary Differential Equations II, IV.7.
// L-stable and stiffly accurate: what decays at once is gone at the end of a step, however long the step.
// Vectors: 0 state, 1 derivative at its time, 2 right-hand side of a stage, 3 to 5 dense output, 8 trial, 9 interpolated
// state, 10 to 17 stages. One lane: each has its own steps.

import { jumps, justAfter, justBefore, rightHandSide, vector } from "./frame";
import { linearise } from "./jacobian";
import {
  FRAME_ATOL,
  FRAME_COMPARTMENTS,
  FRAME_DENSE,
  FRAME_JACOBIAN,
  FRAME_MATRIX,
  FRAME_PIVOTS,
  FRAME_PROJECTION,
  FRAME_PROJECTIONS,
  FRAME_ROWS,
  FRAME_RTOL,
  FRAME_TIME_SLOPE,
} from "./layout";
import { factorise, product, solve } from "./linear-solve";
import { finishRow, outputsNeedRates, project, writeRow } from "./output";
import * as table from "./rodas5p-table";
import { copyRun } from "./vectors";

// Row i of a table has i − 1 coefficients, of the stages before; rows 2 to 8 are stages, row 9 the end of the step.
// prettier-ignore
const A = memory.data<f64>([
  table.A21,
  table.A31, table.A32,
  table.A41, table.A42, table.A43,
  table.A51, table.A52, table.A53, table.A54,
  table.A61, table.A62, table.A63, table.A64, table.A65,
  table.A61, table.A62, table.A63, table.A64, table.A65, 1.0,
  table.A61, table.A62, table.A63, table.A64, table.A65, 1.0, 1.0,
  table.A61, table.A62, table.A63, table.A64, table.A65, 1.0, 1.0, 1.0,
]);
// prettier-ignore
const C = memory.data<f64>([
  table.C21,
  table.C31, table.C32,
  table.C41, table.C42, table.C43,
  table.C51, table.C52, table.C53, table.C54,
  table.C61, table.C62, table.C63, table.C64, table.C65,
  table.C71, table.C72, table.C73, table.C74, table.C75, table.C76,
  table.C81, table.C82, table.C83, table.C84, table.C85, table.C86, table.C87,
]);
// prettier-ignore
const D = memory.data<f64>([table.D1, table.D2, table.D3, table.D4, table.D5, 0.0, 0.0, 0.0]);
// prettier-ignore
const T = memory.data<f64>([0.0, table.T2, table.T3, table.T4, table.T5]);
// prettier-ignore
const H = memory.data<f64>([
  table.H21, table.H22, table.H23, table.H24, table.H25, table.H26, table.H27, table.H28,
  table.H31, table.H32, table.H33, table.H34, table.H35, table.H36, table.H37, table.H38,
  table.H41, table.H42, table.H43, table.H44, table.H45, table.H46, table.H47, table.H48,
]);

const STAGES = 8;
const FIRST_STAGE = 10;
/** A vector that the stages do not use. */
const RIGHT_SIDE = 2;
const TRIAL = 8;

/** Derivative and Jacobian at the start of a step, once for all its trials. */
export function startStiffStep(frame: usize, t: f64, h: f64): void {
  linearise(frame, jumps(frame) ? justAfter(t, h) : t);
}

/**
 * All stages from t with step h; the trial state is left in vector 8.
 *
 * @returns false where the matrix of the step is singular or not finite: the step was too long
 */
export function tryStiffStep(frame: usize, t: f64, h: f64): bool {
  if (!factoriseStep(frame, h)) return false;
  const end = jumps(frame) ? justBefore(t + h, h) : t + h;
  for (let stage = 1; stage <= STAGES; ++stage) {
    const right = vector(frame, RIGHT_SIDE);
    if (stage == 1) copyRun(right, rowBytes(frame), vector(frame, 1));
    else {
      addStages(frame, vector(frame, TRIAL), vector(frame, 0), row(A, stage), stage - 1, 1.0);
      const at = stage > 5 ? end : t + load<f64>(T + ((<usize>(stage - 1)) << 3)) * h;
      rightHandSide(8, frame, at, vector(frame, TRIAL), right);
      addStages(frame, right, right, row(C, stage), stage - 1, 1.0 / h);
    }
    addTimeSlope(frame, right, h * load<f64>(D + ((<usize>(stage - 1)) << 3)));
    solveStage(frame, right, h, vector(frame, FIRST_STAGE + stage - 1));
  }
  addStages(frame, vector(frame, TRIAL), vector(frame, 0), row(A, STAGES + 1), STAGES, 1.0);
  return true;
}

/**
 * Root mean square over rows of the last stage / (atol + rtol · max(|y|, |trial|)); at most 1 for a step to be accepted.
 * Not finite where the step met something that is not a number.
 */
export function stiffErrorNorm(frame: usize): f64 {
  const bytes = rowBytes(frame);
  const atol = load<f64>(frame, FRAME_ATOL);
  const rtol = load<f64>(frame, FRAME_RTOL);
  const y = vector(frame, 0);
  const trial = vector(frame, TRIAL);
  const last = vector(frame, FIRST_STAGE + STAGES - 1);
  let sum = 0.0;
  for (let i: usize = 0; i < bytes; i += 8) {
    const scale = atol + rtol * max(abs(load<f64>(y + i)), abs(load<f64>(trial + i)));
    const share = load<f64>(last + i) / scale;
    sum += share * share;
  }
  return sqrt(sum / <f64>load<i32>(frame, FRAME_ROWS));
}

// @ts-ignore: decorator
@inline
function rowBytes(frame: usize): usize {
  return (<usize>load<i32>(frame, FRAME_ROWS)) << 3;
}

/** Address of row i of a table whose rows 2, 3, 4 … have 1, 2, 3 … coefficients. */
// @ts-ignore: decorator
@inline
function row(first: usize, i: i32): usize {
  return first + ((<usize>(((i - 1) * (i - 2)) / 2)) << 3);
}

/** dst = base + factor · Σ_j coefficient_j · k_j over the first n stages. */
function addStages(frame: usize, dst: usize, base: usize, coefficients: usize, n: i32, factor: f64): void {
  const bytes = rowBytes(frame);
  const first = vector(frame, FIRST_STAGE);
  const apart = vector(frame, 1) - vector(frame, 0);
  for (let i: usize = 0; i < bytes; i += 8) {
    let at = first + i;
    let sum = 0.0;
    for (let j = 0; j < n; ++j, at += apart) sum += load<f64>(coefficients + ((<usize>j) << 3)) * load<f64>(at);
    store<f64>(dst + i, load<f64>(base + i) + factor * sum);
  }
}

function addTimeSlope(frame: usize, dst: usize, factor: f64): void {
  if (factor == 0.0) return;
  const bytes = rowBytes(frame);
  const slope = <usize>load<i32>(frame, FRAME_TIME_SLOPE);
  for (let i: usize = 0; i < bytes; i += 8) {
    store<f64>(dst + i, load<f64>(dst + i) + factor * load<f64>(slope + i));
  }
}

/** Factors of I / (γ·h) − ∂f/∂y over the compartments. */
function factoriseStep(frame: usize, h: f64): bool {
  const n = load<i32>(frame, FRAME_COMPARTMENTS);
  const matrix = <usize>load<i32>(frame, FRAME_MATRIX);
  const jacobian = <usize>load<i32>(frame, FRAME_JACOBIAN);
  const width = (<usize>n) << 3;
  const bytes = width * <usize>n;
  for (let i: usize = 0; i < bytes; i += 8) store<f64>(matrix + i, -load<f64>(jacobian + i));
  const diagonal = 1.0 / (table.GAMMA * h);
  for (let i: usize = 0; i < bytes; i += width + 8) store<f64>(matrix + i, load<f64>(matrix + i) + diagonal);
  return factorise(matrix, n, <usize>load<i32>(frame, FRAME_PIVOTS));
}

/** One stage from its right-hand side: the compartments by the factors, then the accumulators, which follow from them. */
function solveStage(frame: usize, right: usize, h: f64, stage: usize): void {
  const n = load<i32>(frame, FRAME_COMPARTMENTS);
  const width = (<usize>n) << 3;
  const bytes = rowBytes(frame);
  copyRun(stage, width, right);
  solve(<usize>load<i32>(frame, FRAME_MATRIX), n, <usize>load<i32>(frame, FRAME_PIVOTS), stage);
  let slopes = <usize>load<i32>(frame, FRAME_JACOBIAN) + width * <usize>n;
  for (let i = width; i < bytes; i += 8, slopes += width) {
    store<f64>(stage + i, table.GAMMA * h * (load<f64>(right + i) + product(slopes, stage, width)));
  }
}

/** The state, or a projection of it, inside the step. */
// @ts-ignore: decorator
@inline
function inside(share: f64, y0: f64, y1: f64, d1: f64, d2: f64, d3: f64): f64 {
  const rest = 1.0 - share;
  return rest * y0 + share * (y1 + rest * (d1 + share * (d2 + share * d3)));
}

/** Makes the dense output of the step just made. Returns true where projections of it suffice for the outputs. */
export function prepareStiffDense(frame: usize): bool {
  const bytes = rowBytes(frame);
  for (let n = 0; n < 3; ++n) {
    memory.fill(vector(frame, 3 + n), 0, bytes);
    addStages(frame, vector(frame, 3 + n), vector(frame, 3 + n), H + ((<usize>(n * STAGES)) << 3), STAGES, 1.0);
  }
  if (outputsNeedRates(frame)) return false;
  projectInto(frame, 0, 0);
  projectInto(frame, 1, TRIAL);
  for (let n = 3; n < 6; ++n) projectInto(frame, n - 1, n);
  return true;
}

function projectInto(frame: usize, index: i32, from: i32): void {
  const bytes = (<usize>load<i32>(frame, FRAME_PROJECTIONS)) << 3;
  project(8, frame, vector(frame, from));
  copyRun(
    <usize>load<i32>(frame, FRAME_DENSE) + <usize>index * bytes,
    bytes,
    <usize>load<i32>(frame, FRAME_PROJECTION),
  );
}

/** Writes row `index` at time `at`, a share of the step. @param projected  what prepareStiffDense answered */
export function writeStiffInside(frame: usize, index: i32, at: f64, share: f64, projected: bool): void {
  if (!projected) {
    const dst = vector(frame, 9);
    const bytes = rowBytes(frame);
    const first = vector(frame, 3);
    const apart = vector(frame, 1) - vector(frame, 0);
    interpolate(dst, share, vector(frame, 0), vector(frame, TRIAL), first, apart, bytes);
    writeRow(8, frame, index, at, dst);
    return;
  }
  const bytes = (<usize>load<i32>(frame, FRAME_PROJECTIONS)) << 3;
  const dense = <usize>load<i32>(frame, FRAME_DENSE);
  const dst = <usize>load<i32>(frame, FRAME_PROJECTION);
  interpolate(dst, share, dense, dense + bytes, dense + 2 * bytes, bytes, bytes);
  finishRow(8, frame, index, at);
}

/** dst[i] = dense output between y0 and y1 with three vectors `apart` bytes from each other. */
function interpolate(dst: usize, share: f64, y0: usize, y1: usize, first: usize, apart: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const d1 = load<f64>(first + i);
    const d2 = load<f64>(first + apart + i);
    const d3 = load<f64>(first + 2 * apart + i);
    store<f64>(dst + i, inside(share, load<f64>(y0 + i), load<f64>(y1 + i), d1, d2, d3));
  }
}
