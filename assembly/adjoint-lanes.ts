// The forward pieces that the reverse pass needs, with the width of the lanes given as bytes of a slot.

import { rightHandSide, setRates, setTime } from "./frame";
import { L1, L2, L4, L8 } from "./lanes";
import { writeRow } from "./output";
import { begin } from "./simulate";

export function beginLanes(width: usize, frame: usize): void {
  if (width == 8) begin<L1>(frame);
  else if (width == 16) begin<L2>(frame);
  else if (width == 32) begin<L4>(frame);
  else begin<L8>(frame);
}

export function rightHandSideLanes(width: usize, frame: usize, t: f64, y: usize, dy: usize): void {
  if (width == 8) rightHandSide<L1>(frame, t, y, dy);
  else if (width == 16) rightHandSide<L2>(frame, t, y, dy);
  else if (width == 32) rightHandSide<L4>(frame, t, y, dy);
  else rightHandSide<L8>(frame, t, y, dy);
}

export function setTimeLanes(width: usize, frame: usize, t: f64): void {
  if (width == 8) setTime<L1>(frame, t);
  else if (width == 16) setTime<L2>(frame, t);
  else if (width == 32) setTime<L4>(frame, t);
  else setTime<L8>(frame, t);
}

export function setRatesLanes(width: usize, frame: usize, y: usize): void {
  if (width == 8) setRates<L1>(frame, y);
  else if (width == 16) setRates<L2>(frame, y);
  else if (width == 32) setRates<L4>(frame, y);
  else setRates<L8>(frame, y);
}

export function writeRowLanes(width: usize, frame: usize, row: i32, t: f64, y: usize): void {
  if (width == 8) writeRow<L1>(frame, row, t, y);
  else if (width == 16) writeRow<L2>(frame, row, t, y);
  else if (width == 32) writeRow<L4>(frame, row, t, y);
  else writeRow<L8>(frame, row, t, y);
}
