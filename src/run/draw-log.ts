// The draws of one chain as they come in.

import type { Row } from "../sampler/contract.ts";
import { rowWidth } from "../store/job.ts";
import type { ChainDraws } from "../store/record.ts";

export interface DrawLog {
  /** Notes the chain's next draw. @param natural  [parameter] the row's point on the natural scale */
  note(natural: Float64Array, row: Row): void;
  /** [draw][rowWidth] The draws since the last call, as checkpoints hold them. */
  fresh(): Float64Array;
  /** The draws so far. */
  drawn(): Pick<ChainDraws, "values" | "logPosterior" | "logWeights">;
}

/** @param draws  the most that are noted */
export function drawLog(draws: number, width: number): DrawLog {
  const values = new Float64Array(draws * width);
  const logPosterior = new Float64Array(draws);
  const logWeights = new Float64Array(draws);
  let drawn = 0;
  let told = 0;
  let weighted = false;
  return {
    note(natural, { remark, logWeight }) {
      values.set(natural, drawn * width);
      logPosterior[drawn] = remark;
      logWeights[drawn] = logWeight;
      weighted ||= logWeight !== 0;
      drawn += 1;
    },
    fresh() {
      const rows = new Float64Array((drawn - told) * rowWidth(width));
      for (let draw = told; draw < drawn; draw += 1) {
        const at = (draw - told) * rowWidth(width);
        rows.set(values.subarray(draw * width, (draw + 1) * width), at);
        rows[at + width] = logPosterior[draw] ?? NaN;
        rows[at + width + 1] = logWeights[draw] ?? NaN;
      }
      told = drawn;
      return rows;
    },
    drawn: () => ({
      values: values.slice(0, drawn * width),
      logPosterior: logPosterior.slice(0, drawn),
      ...(weighted ? { logWeights: logWeights.slice(0, drawn) } : {}),
    }),
  };
}
