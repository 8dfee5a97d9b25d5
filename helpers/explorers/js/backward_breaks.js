// The mistakes the backward explorer can make on purpose, and what each needs to be seen: its mode
// (0 is dX, 1 is dK), dY from a loss, the least stride. The object is strict JSON: Python reads it too.
export const BREAKS = {
  "none": {},
  "unrotated": { "mode": 0 },
  "assigns": { "mode": 0 },
  "scatter_rotated": { "mode": 0 },
  "no_zeros": { "mode": 0, "stride": 2 },
  "last_window": { "mode": 1 },
  "mean": { "mode": 1 },
  "rotated_upstream": { "mode": 1 },
  "stride_one": { "mode": 1, "stride": 2 },
  "ignores_upstream": {},
  "drops_two": { "upstream": 2 },
  "loss_mean": { "upstream": 2 },
  "reversed_sign": { "upstream": 2 }
};
